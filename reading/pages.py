"""One page to words: decode, straighten, recognise, look again where it is doubtful, and say what was seen."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from config.settings import Reading
from letters.page import Box, Mark, ReadPage, Source, Word
from letters.reasons import Reason
from reading.attempts import (
    Attempt,
    is_doubtful,
    is_pale_print,
    likely_turns,
    may_lie_turned,
    other_ways,
    put_upright,
    recognise,
    stretch,
)
from reading.edges import whiten_edges
from reading.engines import Engine
from reading.handwriting import is_handwritten
from reading.ink import measure_ink
from reading.languages import page_language
from reading.limits import LARGEST_DPI, limits_of
from reading.marks import find_marks, find_printed, search_marks
from reading.patch_codes import find_patches
from reading.pdf_files import load_pdf_page, look_at_page, part_of
from reading.picture_files import load_frame
from reading.pictured import add_pictured, silent_areas
from reading.recognised import page_text
from reading.sheets import Sheet
from reading.specks import remove_specks
from reading.straighten import deskew, map_back, turn_upright
from reading.text_layer import is_believable, read_layer
from reading.zones import find_zones

LAYER_DPI = 100  # enough for ink and marks of a page whose words are known
SHEET_WORDS = 60  # a separator sheet has no more: only there marks are searched by every means
LATE = 4  # parts of a page's time
UNBELIEVED = 0.3  # how sure words are that only a layer holds which nothing speaks for
UNSURE = 0.75
"""A page read less surely goes to people. Measured: scans of offices and of poor scanners reach 0.91 and more, with 3 %
of the characters wrong at most; below 0.75, faxes and fonts like handwriting have every fifth one wrong, or more."""
PICTURE_KINDS = ("tiff", "jpeg", "png")
PICTURE_QUALITY = 80


class Layer(NamedTuple):
    """The words of a text layer, whether they are sure to say what the page shows, and the pictures that they leave
    unsaid."""

    words: tuple[Word, ...]
    sure: bool
    silent: tuple[Box, ...] = ()


NO_LAYER = Layer((), sure=False)


class Spent(dict[str, float]):
    """Processor seconds by step, and the time since the page was begun."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the page was begun."""
        return time.monotonic() - self.begun

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        """Count the processor time of what is done inside for `step`."""
        start = time.process_time()
        try:
            yield
        finally:
            self[step] = round(self.get(step, 0.0) + time.process_time() - start, 5)


class Desk:
    """Reads pages with one engine under one set of settings."""

    def __init__(self, settings: Reading, engine: Engine) -> None:
        self.settings = settings
        self.limits = limits_of(settings)
        self.engine = engine

    def read_page(self, path: Path, kind: str, number: int) -> ReadPage:
        """Read one page (from 0). Raises LetterError when it cannot be made or breaks a limit."""
        page = self.read_plain(path, kind, number)
        part = 0 if kind in PICTURE_KINDS else part_of(path, number)
        return page.model_copy(update={"part": part}) if part else page

    def read_plain(self, path: Path, kind: str, number: int) -> ReadPage:
        """The page as it is, whatever part of a mail it belongs to."""
        spent = Spent()
        layer = NO_LAYER if kind in PICTURE_KINDS else self.look_for_layer(path, number, spent)
        with spent.on("decode"):
            sheet = self.load(path, kind, number, LAYER_DPI if layer.sure and not layer.silent else self.settings.dpi)
        if layer.sure:
            return self.describe_digital(number, sheet, layer, spent)
        with spent.on("ink"):
            ink = measure_ink(sheet.grey, sheet.dpi)
        attempt = Attempt(sheet.grey, sheet.dpi, 0, 0.0)
        if not ink.blank or ink.faint:
            attempt = self.read_sheet(sheet._replace(grey=stretch(sheet.grey)) if ink.faint else sheet, spent)
        if ink.faint and not is_pale_print(attempt):
            attempt = Attempt(sheet.grey, sheet.dpi, 0, 0.0)
        elif is_doubtful(attempt) and not ink.blank and not self.is_late(spent):
            with spent.on("again"):
                attempt = self.read_again(path, kind, number, sheet, attempt)
        if not attempt.words:  # text that nobody sees, or that is not language: better than none, for a person to judge
            attempt = attempt._replace(words=tuple(word._replace(sure=UNBELIEVED) for word in layer.words))
        return describe(number, sheet, attempt, "ocr", spent, self.engine.name)

    def describe_digital(self, number: int, sheet: Sheet, layer: Layer, spent: Spent) -> ReadPage:
        """A page that says its words itself; what stands in its pictures is recognised and comes behind them."""
        attempt = Attempt(sheet.grey, sheet.dpi, 0, 0.0, layer.words)
        if not layer.silent:
            return describe(number, sheet, attempt, "text_layer", spent)
        with spent.on("engine"):
            recognised = recognise(attempt, self.engine, self.settings.languages).words
        words = add_pictured(layer.words, recognised, layer.silent)
        return describe(number, sheet, attempt._replace(words=words), "text_layer", spent, self.engine.name)

    def load(self, path: Path, kind: str, number: int, dpi: float) -> Sheet:
        """The page as a grey picture. Raises LetterError."""
        if kind in PICTURE_KINDS:
            sheet = load_frame(path, kind, number, dpi, self.limits)
        else:
            sheet = load_pdf_page(path, number, dpi, self.limits)
        return sheet._replace(grey=remove_specks(whiten_edges(sheet.grey))) if sheet.scanned else sheet

    def is_late(self, spent: Spent) -> bool:
        """Whether the page took so long already that it is not tried another way."""
        return spent.elapsed > self.settings.page_seconds / LATE

    def look_for_layer(self, path: Path, number: int, spent: Spent) -> Layer:
        """The words that the page carries itself; none where a picture fills it (they are another tool's reading)."""
        with spent.on("layer"):
            content = look_at_page(path, number)
            if not content.characters or (content.picture_dpi and not content.visible):
                return NO_LAYER
            words = read_layer(path, number)
            return Layer(words, content.visible and is_believable(words), silent_areas(words, content.areas))

    def read_sheet(self, sheet: Sheet, spent: Spent) -> Attempt:
        """The sheet's words; turned upright where they tell that it lies otherwise."""
        with spent.on("straighten"):
            attempt = put_upright(sheet, 0)
        with spent.on("engine"):
            attempt = recognise(attempt, self.engine, self.settings.languages)
        if not may_lie_turned(attempt) or self.is_late(spent):
            return attempt
        with spent.on("turn"):
            for turn in likely_turns(attempt, self.engine):
                other = recognise(put_upright(sheet, turn), self.engine, self.settings.languages)
                attempt = max(attempt, other, key=lambda way: way.worth)
                if attempt is other and not is_doubtful(other):
                    break
        return attempt

    def read_again(self, path: Path, kind: str, number: int, sheet: Sheet, attempt: Attempt) -> Attempt:
        """The best of this reading and the other ways."""
        best = attempt
        for turned in dict.fromkeys((attempt.turned, 0)):
            best = self.try_ways(path, kind, number, sheet, best, turned)
        return best

    def try_ways(self, path: Path, kind: str, number: int, sheet: Sheet, best: Attempt, turned: int) -> Attempt:
        """The best of this reading and the other ways of a page turned so, up to the first that is not doubtful."""
        if not is_doubtful(best):
            return best
        for way in other_ways(sheet, lambda: self.load(path, kind, number, LARGEST_DPI), turned):
            best = max(best, recognise(way, self.engine, self.settings.languages), key=lambda way: way.worth)
            if not is_doubtful(best):
                break
        return best

    def picture(self, path: Path, kind: str, number: int, width: int, read: ReadPage | None) -> bytes:
        """The page as JPEG, `width` pixels wide, put upright as `read` says (or as reading it anew finds)."""
        page = read or self.read_page(path, kind, number)
        sheet = self.load(
            path, kind, number, LARGEST_DPI if width > page.width_pt / 72 * self.settings.dpi else self.settings.dpi
        )
        upright = deskew(turn_upright(sheet.grey, page.turned), page.skew)
        height = max(1, round(upright.height * width / upright.width))
        buffer = io.BytesIO()
        upright.resize((width, height), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=PICTURE_QUALITY)
        return buffer.getvalue()


def describe(number: int, sheet: Sheet, attempt: Attempt, source: Source, spent: Spent, engine: str = "") -> ReadPage:
    """The page as read, with everything that is measured on its upright picture."""
    with spent.on("ink"):
        ink = measure_ink(attempt.grey, attempt.dpi)
    with spent.on("marks"):
        marks = () if ink.blank else look_for_marks(attempt)
    with spent.on("zones"):
        zones = find_zones(attempt.words)
    width, height = (
        (sheet.height_pt, sheet.width_pt) if attempt.turned in (90, 270) else (sheet.width_pt, sheet.height_pt)
    )
    blank = ink.blank and not attempt.words
    return ReadPage(
        number=number,
        width_pt=round(width, 2),
        height_pt=round(height, 2),
        turned=attempt.turned,
        skew=attempt.skew,
        to_picture=map_back(attempt.turned, attempt.skew, *attempt.grey.size),
        source=source,
        engine=engine,
        words=attempt.words,
        text=page_text(attempt.words),
        zones=zones,
        marks=marks,
        ink=ink.share,
        blank=blank,
        confidence=attempt.sure if attempt.words else float(blank),
        language=page_language(attempt.words),
        doubts=(*sheet.doubts, *page_doubts(number, attempt, marks, blank)),
        spent=spent,
    )


def look_for_marks(attempt: Attempt) -> tuple[Mark, ...]:
    """The page's marks; by every means where so few words stand that it may be a separator sheet."""
    marks = find_marks(attempt.grey, attempt.dpi)
    patches = find_patches(attempt.grey, attempt.dpi)
    if len(attempt.words) > SHEET_WORDS:
        return marks + patches
    return (marks or search_marks(attempt.grey)) + patches + find_printed(attempt.words)


def page_doubts(number: int, attempt: Attempt, marks: tuple[Mark, ...], blank: bool) -> tuple[Reason, ...]:
    """Why a person should look at the page: written by hand, read unsurely, or ink that nothing was read of."""
    unread = not attempt.words and not blank and not marks
    if not unread and (not attempt.words or attempt.sure >= UNSURE):
        return ()
    if is_handwritten(attempt.grey, attempt.dpi, attempt.words):
        return (Reason(code="handwritten", params={"page": str(number + 1)}),)
    return (Reason(code="page_doubtful", params={"page": str(number + 1), "sure": str(round(100 * attempt.sure))}),)
