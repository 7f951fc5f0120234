"""Pages to letters: a pure function over the pages read so far, so that letters go on while later pages are read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from letters.letter import Cut, Split
from letters.reasons import Reason
from splitting.first_pages import first_page_probability
from splitting.separators import LASTING, Separator
from splitting.signs import PageSigns

SUGGESTED = 0.3
"""From here on a person is told that a letter may begin; below, nothing is said."""


def split(pages: Sequence[PageSigns], complete: bool, first_page_sure: float, *, two_passes: bool = False) -> Split:
    """The letters, separators and blank pages among `pages`, the first pages of a scan in order without a gap.

    With `complete`, nothing follows and the last letter is closed too. Cuts once made stay: those of a prefix are the
    first cuts of the whole. Every page before `pending` is in exactly one cut, a separator, or blank.

    `two_passes`: every other page is the back of the sheet before it, on which no letter begins. One that looks as if
    it did tells that the passes do not belong together.
    """
    account = Account(first_page_sure, two_passes)
    for page in pages:
        account.add(page)
    if complete:
        account.close()
    return account.result()


@dataclass
class Account:
    """The account of the pages so far."""

    first_page_sure: float
    two_passes: bool
    cuts: list[Cut] = field(default_factory=list)
    separators: list[int] = field(default_factory=list)
    blanks: list[int] = field(default_factory=list)
    letter: list[PageSigns] = field(default_factory=list)
    doubts: list[Reason] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)
    seen: int = 0
    separated: bool = False
    fresh: bool = False
    """The page before was a separator: what this one says comes on top, for it may be the sheet's back."""

    def add(self, page: PageSigns) -> None:
        """Put the next page where it belongs."""
        self.seen = page.number + 1
        if page.separator:
            self.part(page, page.separator)
        elif page.blank:
            self.blanks.append(page.number)
        else:
            self.keep(page)

    def part(self, page: PageSigns, separator: Separator) -> None:
        """Begin anew at a separator."""
        self.close()
        if not self.fresh:
            lasting = {} if separator.batch else {name: self.hints[name] for name in LASTING if name in self.hints}
            self.hints = lasting
        self.hints = self.hints | separator.hints
        self.separated = True
        self.fresh = separator.dropped
        if separator.dropped:
            self.separators.append(page.number)
        else:
            self.letter.append(page)

    def keep(self, page: PageSigns) -> None:
        """Put the page into the open letter, or begin a new one with it."""
        if self.letter and not page.part:
            sure = first_page_probability(page, self.letter[-1])
            is_back = self.two_passes and page.number % 2 == 1
            if sure >= self.first_page_sure and not self.separated and not is_back:
                self.close()
            elif sure >= SUGGESTED:
                self.doubts.append(doubt_page(page, sure, is_back))
        self.letter.append(page)
        self.fresh = False

    def close(self) -> None:
        """The open letter, if there is one, is whole."""
        if self.letter:
            numbers = tuple(page.number for page in self.letter)
            self.cuts.append(Cut(pages=numbers, hints=dict(self.hints), doubts=tuple(self.doubts)))
        self.letter, self.doubts = [], []

    def result(self) -> Split:
        """The account as it stands: what lies behind the open letter's first page is not told yet."""
        pending = self.letter[0].number if self.letter else self.seen
        return Split(
            cuts=tuple(self.cuts),
            separators=tuple(number for number in self.separators if number < pending),
            blanks=tuple(number for number in self.blanks if number < pending),
            pending=pending,
        )


def doubt_page(page: PageSigns, sure: float, is_back: bool) -> Reason:
    """What a person is told of a page on which a letter may begin."""
    code = "back_begins" if is_back else "first_page_suggested"
    return Reason(code=code, params={"page": str(page.number + 1), "sure": str(round(100 * sure))})
