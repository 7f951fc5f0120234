"""Picks the engine: tesserocr where its wheel is installed, else Tesseract as a command."""

import importlib.util
from pathlib import Path
from typing import Protocol

from config.settings import Reading
from letters.ports import OcrEngine

SHARE = 2
"""One recognition may take this part of a page's time: a dense page takes ten seconds on a busy machine."""


class Engine(OcrEngine, Protocol):
    """An OCR engine that also tells how a page lies."""

    def orientation(self, grey: bytes, width: int, height: int, dpi: int) -> tuple[int, float]:
        """By how many degrees (0, 90, 180, 270) the page lies turned clockwise, and how sure (0 = a guess)."""
        ...


def open_engine(settings: Reading, tessdata: Path) -> Engine:
    """The engine that the settings name; with `auto` the faster one that is installed."""
    wanted = settings.engine
    if wanted == "auto":
        wanted = "tesserocr" if importlib.util.find_spec("tesserocr") else "pytesseract"
    module = importlib.import_module("reading.engine_warm" if wanted == "tesserocr" else "reading.engine_command")
    engine: Engine = (module.WarmEngine if wanted == "tesserocr" else module.CommandEngine)(
        tessdata, settings.page_seconds / SHARE
    )
    return engine
