"""Pictures on a digital page: a scan laid into a document says what no text layer says."""

from collections.abc import Sequence

from letters.page import Box, Word

LEAST_AREA = 0.08  # of the page: logos and signatures are smaller, an inserted scan or screenshot is larger
SURE = 0.6
FEWEST = 5  # words: fewer are a photograph's noise


def silent_areas(words: Sequence[Word], areas: Sequence[Box]) -> tuple[Box, ...]:
    """The pictures that are large and bear hardly any of the layer's words: a background bears the page's."""
    large = [area for area in areas if size_of(area) >= LEAST_AREA]
    return tuple(area for area in large if sum(within(word, area) for word in words) < FEWEST)


def size_of(area: Box) -> float:
    """The area's share of the page."""
    return (area.x1 - area.x0) * (area.y1 - area.y0)


def within(word: Word, area: Box) -> bool:
    """Whether the word's middle lies in the area."""
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return area.x0 <= x <= area.x1 and area.y0 <= y <= area.y1


def add_pictured(layer: Sequence[Word], recognised: Sequence[Word], areas: Sequence[Box]) -> tuple[Word, ...]:
    """The layer's words, and behind them, in blocks of their own, those recognised in the areas if they are any."""
    said = [word.box for word in layer]
    inside = [word for word in recognised if any(within(word, area) for area in areas)]
    seen = [word for word in inside if not any(within(word, box) for box in said)]
    if sum(word.sure >= SURE and len(word.text) > 2 for word in seen) < FEWEST:
        return tuple(layer)
    first_line = 1 + max((word.line for word in layer), default=-1)
    first_block = 1 + max((word.block for word in layer), default=-1)
    lines = {line: first_line + place for place, line in enumerate(dict.fromkeys(word.line for word in seen))}
    blocks = {block: first_block + place for place, block in enumerate(dict.fromkeys(word.block for word in seen))}
    return (*layer, *(word._replace(line=lines[word.line], block=blocks[word.block]) for word in seen))
