"""A page as it was read: words with boxes, zones, marks, and what is doubtful about it."""

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from letters.reasons import Reason


class Box(NamedTuple):
    """A rectangle in 0..1 of the upright, deskewed page; origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class Affine(NamedTuple):
    """Maps (x, y) of the upright page (0..1) to the original picture (0..1): x' = a·x + b·y + c, y' = d·x + e·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0


class Word(NamedTuple):
    """A word in reading order; `sure` is the engine's confidence (0..1), `line` and `block` count from 0."""

    text: str
    box: Box
    sure: float
    line: int
    block: int


ZoneName = Literal["letterhead", "return_line", "address", "information", "subject", "body", "footer"]


class Zone(NamedTuple):
    """A region of the page by DIN 5008, found by measure or by its words; `words` are indices into `ReadPage.words`."""

    name: ZoneName
    box: Box
    words: tuple[int, ...]


class Mark(NamedTuple):
    """A machine-readable mark: `symbology` as the standard names it (Code128, Code39, QRCode, DataMatrix, Patch) or
    `Text` for printed PATCHT; `text` its content (for Patch: 1, 2, 3, 4, 6 or T)."""

    symbology: str
    text: str
    box: Box


Source = Literal["ocr", "text_layer", "structured", "unread"]


class ReadPage(BaseModel):
    """One page of a scan, read. `number` counts from 0 within the scan; `part` is the part of an e-mail it belongs to.

    `ink` is the share of dark pixels inside the margins (0..1), `confidence` the words' mean confidence (0..1),
    `skew` in degrees (clockwise positive) and `turned` (0, 90, 180, 270) what was put right.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    part: int = 0
    width_pt: float
    height_pt: float
    turned: int = 0
    skew: float = 0.0
    to_picture: Affine = Affine()
    source: Source
    engine: str = ""
    words: tuple[Word, ...] = ()
    text: str = ""
    zones: tuple[Zone, ...] = ()
    marks: tuple[Mark, ...] = ()
    ink: float = 0.0
    blank: bool = False
    confidence: float = 1.0
    language: str | None = None
    doubts: tuple[Reason, ...] = ()
    spent: dict[str, float] = {}
    """Processor seconds by step of reading (decode, straighten, marks, engine, …), for the benchmark's profile."""

    def zone_text(self, name: ZoneName) -> str:
        """The zone's words, one line of the page a line; empty where the page has no such zone."""
        lines: dict[int, list[str]] = {}
        for zone in self.zones:
            if zone.name == name:
                for index in zone.words:
                    word = self.words[index]
                    lines.setdefault(word.line, []).append(word.text)
        return "\n".join(" ".join(words) for words in lines.values())
