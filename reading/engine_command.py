"""Tesseract as a command, a process a page: where tesserocr has no wheel."""

from collections.abc import Sequence
from pathlib import Path

import pytesseract
from PIL import Image

from letters.errors import LetterError
from letters.page import Word
from reading.recognised import parse_table
from reading.tessdata import ORIENTATION


class CommandEngine:
    """Recognises with pytesseract. `seconds`: of one recognition at most."""

    def __init__(self, tessdata: Path, seconds: float) -> None:
        self.tessdata = tessdata
        self.seconds = seconds

    @property
    def name(self) -> str:
        """Name and version."""
        return f"tesseract {pytesseract.get_tesseract_version()}"

    def recognise(self, grey: bytes, width: int, height: int, dpi: int, languages: Sequence[str]) -> tuple[Word, ...]:
        """The words of an 8-bit grey picture, boxes in 0..1 of it; none where it takes too long (a halftone picture).

        Raises LetterError("page_unreadable").
        """
        picture = Image.frombytes("L", (width, height), grey)
        options = f'--psm 3 --oem 1 --dpi {dpi} --tessdata-dir "{self.tessdata}"'
        try:
            table = pytesseract.image_to_data(picture, lang="+".join(languages), config=options, timeout=self.seconds)
        except pytesseract.TesseractError as error:
            raise LetterError("page_unreadable", page="?") from error
        except RuntimeError:  # so it says that time is up
            return ()
        return parse_table(table, width, height)

    def orientation(self, grey: bytes, width: int, height: int, dpi: int) -> tuple[int, float]:
        """By how many degrees (0, 90, 180, 270) the page lies turned clockwise, and how sure (0 = a guess)."""
        picture = Image.frombytes("L", (width, height), grey)
        options = f'--psm 0 --dpi {dpi} --tessdata-dir "{self.tessdata}"'
        try:
            found = pytesseract.image_to_osd(picture, lang=ORIENTATION, config=options, output_type="dict")
        except (pytesseract.TesseractError, RuntimeError):
            return 0, 0.0  # too few characters: it says so by failing
        return int(found["orientation"]), float(found["orientation_conf"])
