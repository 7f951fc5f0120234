"""Tesseract inside this process, kept warm: the default engine."""

from collections.abc import Sequence
from pathlib import Path

import tesserocr

from letters.errors import LetterError
from letters.page import Word
from reading.recognised import parse_table
from reading.tessdata import ORIENTATION

QUIET = {"debug_file": "/dev/null"}


class WarmEngine:
    """Recognises with tesserocr; a language's model is loaded once and stays. `seconds`: of one recognition at most."""

    def __init__(self, tessdata: Path, seconds: float) -> None:
        self.tessdata = f"{tessdata}/"
        self.seconds = seconds
        self.loaded: dict[str, tesserocr.PyTessBaseAPI] = {}

    @property
    def name(self) -> str:
        """Name and version."""
        return f"tesserocr {tesserocr.tesseract_version().split()[1]}"

    def recognise(self, grey: bytes, width: int, height: int, dpi: int, languages: Sequence[str]) -> tuple[Word, ...]:
        """The words of an 8-bit grey picture, boxes in 0..1 of it; none where it takes too long (a halftone picture).

        Raises LetterError("page_unreadable").
        """
        api = self.load("+".join(languages), tesserocr.PSM.AUTO)
        try:
            api.SetImageBytes(grey, width, height, 1, width)
            api.SetSourceResolution(dpi)
            if not api.Recognize(round(1000 * self.seconds)):
                return ()
            return parse_table(api.GetTSVText(0), width, height)
        except RuntimeError as error:
            raise LetterError("page_unreadable", page="?") from error
        finally:
            api.Clear()

    def orientation(self, grey: bytes, width: int, height: int, dpi: int) -> tuple[int, float]:
        """By how many degrees (0, 90, 180, 270) the page lies turned clockwise, and how sure (0 = a guess)."""
        api = self.load(ORIENTATION, tesserocr.PSM.OSD_ONLY)
        try:
            api.SetImageBytes(grey, width, height, 1, width)
            api.SetSourceResolution(dpi)
            found = api.DetectOrientationScript()
        finally:
            api.Clear()
        return (int(found["orient_deg"]), float(found["orient_conf"])) if found else (0, 0.0)

    def load(self, languages: str, mode: int) -> tesserocr.PyTessBaseAPI:
        """The engine for these languages."""
        if languages not in self.loaded:
            kind = tesserocr.OEM.DEFAULT if languages == ORIENTATION else tesserocr.OEM.LSTM_ONLY
            api = tesserocr.PyTessBaseAPI(path=self.tessdata, lang=languages, psm=mode, oem=kind)
            for variable, value in QUIET.items():
                api.SetVariable(variable, value)
            self.loaded[languages] = api
        return self.loaded[languages]
