"""Cut by hand: a person names the first pages, and what seemed to be no part of a letter but is."""

from collections.abc import Collection, Sequence

from letters.letter import Cut, Split
from splitting.signs import PageSigns


def cut_by_hand(pages: Sequence[PageSigns], firsts: Collection[int], kept: Collection[int] = ()) -> Split:
    """The letters of a whole scan that begin on the pages `firsts` (numbers from 0).

    Blank pages and separator sheets are left out unless they are among `kept` or `firsts`. What lies before the first
    of `firsts` is a letter too. Every page is in exactly one cut, a separator, or blank.
    """
    cuts: list[list[int]] = []
    separators, blanks = [], []
    for page in pages:
        stays = page.number in kept or page.number in firsts
        if page.separator and page.separator.dropped and not stays:
            separators.append(page.number)
        elif page.blank and not page.separator and not stays:
            blanks.append(page.number)
        elif page.number in firsts or not cuts:
            cuts.append([page.number])
        else:
            cuts[-1].append(page.number)
    return Split(
        cuts=tuple(Cut(pages=tuple(numbers)) for numbers in cuts),
        separators=tuple(separators),
        blanks=tuple(blanks),
        pending=len(pages),
    )
