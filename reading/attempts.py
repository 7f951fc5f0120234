"""Ways of reading one page: as it lies, turned, smoothed, finer; the one that read most is kept."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from letters.page import Word
from reading.engines import Engine
from reading.languages import other_language
from reading.recognised import mean_confidence
from reading.sheets import Sheet
from reading.straighten import deskew, find_skew, turn_upright

DOUBTFUL = 0.60
"""Upright pages reach 0.93 and more, turned ones stay below this."""
FEW_WORDS = 12
ORIENTATION_DPI = 150
"""At 100 dpi orientation fails, at 150 it finds all."""
FEWEST_PALE = 3
SURE_TURN = 1.0
COVERED = 0.5  # of the ink must lie in the words' boxes where there are few words


class Attempt(NamedTuple):
    """One reading of a page: how it was put upright and what was recognised."""

    grey: Image.Image
    dpi: float
    turned: int
    skew: float
    words: tuple[Word, ...] = ()

    @property
    def sure(self) -> float:
        """The words' mean confidence."""
        return mean_confidence(self.words)

    @property
    def worth(self) -> float:
        """How much was read: characters of words that run across the page, weighted by how sure they are."""
        return sum(len(word.text) * max(0.0, word.sure - 0.3) for word in self.words if not self.runs_down(word))

    @property
    def sideways(self) -> bool:
        """Whether most words run down the page: the engine reads some pages so that lie on their side."""
        long = [word for word in self.words if len(word.text) > 2]
        return 2 * sum(map(self.runs_down, long)) > len(long)

    def runs_down(self, word: Word) -> bool:
        """Whether the word stands on its side."""
        box = word.box
        across, down = (box.x1 - box.x0) * self.grey.width, (box.y1 - box.y0) * self.grey.height
        return len(word.text) > 2 and down > across


def put_upright(sheet: Sheet, turned: int) -> Attempt:
    """The sheet turned and straightened, nothing recognised yet."""
    grey = turn_upright(sheet.grey, turned)
    skew = find_skew(grey, sheet.dpi) if sheet.scanned else 0.0
    return Attempt(deskew(grey, skew), sheet.dpi, turned, skew)


def recognise(attempt: Attempt, engine: Engine, languages: Sequence[str]) -> Attempt:
    """The attempt with its words: by the first language, and again by another if the page is written in that."""
    grey = attempt.grey
    data = grey.tobytes()
    words = engine.recognise(data, *grey.size, round(attempt.dpi), languages[:1])
    other = other_language(words, languages)
    if other:  # together with the first: names and addresses in a foreign letter are mostly our own
        words = engine.recognise(data, *grey.size, round(attempt.dpi), (other, languages[0]))
    return attempt._replace(words=words)


def is_doubtful(attempt: Attempt) -> bool:
    """Whether the page should be read another way: unsure, or few words where there is much more ink."""
    if attempt.words and attempt.sure < DOUBTFUL:
        return True
    return len(attempt.words) < FEW_WORDS and covered_ink(attempt) < COVERED


def is_pale_print(attempt: Attempt) -> bool:
    """Whether a faint page says something; what shines through from the other side is mirrored and reads as noise."""
    return attempt.sure >= DOUBTFUL and sum(len(word.text) > 2 for word in attempt.words) >= FEWEST_PALE


def may_lie_turned(attempt: Attempt) -> bool:
    """Whether the page's orientation is in doubt: landscape, unsure, sideways, or few words."""
    landscape = attempt.grey.width > attempt.grey.height
    return landscape or attempt.sideways or attempt.sure < DOUBTFUL or len(attempt.words) < FEW_WORDS


def covered_ink(attempt: Attempt) -> float:
    """The share of the page's ink that lies in words' boxes (0..1); 1.0 on a page without ink."""
    cells = np.asarray(attempt.grey.reduce(max(1, round(attempt.dpi / 50))), dtype=np.float64)
    ink = cells < 0.7 * np.percentile(cells, 75)
    edge = max(1, min(cells.shape) // 40)
    ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:] = False, False, False, False
    total = int(ink.sum())
    height, width = cells.shape
    for word in attempt.words:
        x0, y0, x1, y1 = word.box
        ink[int(y0 * height) : int(y1 * height) + 2, int(x0 * width) : int(x1 * width) + 2] = False
    return 1 - int(ink.sum()) / total if total else 1.0


def likely_turns(attempt: Attempt, engine: Engine) -> tuple[int, ...]:
    """By how many degrees the page of this attempt may still lie turned clockwise, where anything tells."""
    factor = min(1.0, ORIENTATION_DPI / attempt.dpi)
    size = (max(1, round(attempt.grey.width * factor)), max(1, round(attempt.grey.height * factor)))
    small = attempt.grey.resize(size, Image.Resampling.BOX)
    turned, sure = engine.orientation(small.tobytes(), *size, ORIENTATION_DPI)
    if attempt.sideways:  # tables mislead the engine: both sides are tried, the one it names first
        return (270, 90) if turned == 270 else (90, 270)
    if sure >= SURE_TURN:
        return (turned,) if turned else ()
    return (180,) if attempt.sure < DOUBTFUL else ()


def other_ways(sheet: Sheet, load_finer: Callable[[], Sheet], turned: int) -> Iterator[Attempt]:
    """The page smoothed, and finer: what cures empty and noisy readings."""
    upright = put_upright(sheet, turned)
    yield upright._replace(grey=stretch(upright.grey.filter(ImageFilter.GaussianBlur(1))))
    finer = load_finer()
    if finer.dpi > 1.2 * sheet.dpi:
        fine = put_upright(finer, turned)
        yield fine._replace(grey=stretch(fine.grey))


def stretch(grey: Image.Image) -> Image.Image:
    """The picture with its paper made white and its ink black: for low contrast."""
    values = np.asarray(grey, dtype=np.float32)
    black, paper = np.percentile(values[::4, ::4], (0.5, 75))
    scaled = (values - black) * (255.0 / max(paper - black, 16.0))
    return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))
