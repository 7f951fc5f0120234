"""The limits of a reader: checked before anything is decoded, so that a small file cannot become a huge picture."""

from typing import NamedTuple

from config.settings import Reading
from letters.errors import LetterError

LARGEST_DPI = 300
"""Nothing is decoded finer than this: recognition gains nothing above it."""


OFFICE_SHARE = 0.7
"""Of a page's time: what an office program may take, so that the reader itself is never late because of it."""


class Limits(NamedTuple):
    """How many pages a file and how many megapixels a page may have, and how long an office program may convert."""

    pages: int
    megapixels: int
    office_seconds: float = 40.0

    def check_pages(self, count: int) -> None:
        """Raises LetterError("too_many_pages")."""
        if count > self.pages:
            raise LetterError("too_many_pages", count=str(count), limit=str(self.pages))

    def check_pixels(self, width: int, height: int) -> None:
        """Raises LetterError("too_many_pixels")."""
        if width * height > self.megapixels * 1_000_000:
            raise LetterError("too_many_pixels", size=f"{width} × {height}", limit=str(self.megapixels))


def limits_of(settings: Reading) -> Limits:
    """The limits that the settings name."""
    return Limits(settings.max_pages, settings.max_megapixels, OFFICE_SHARE * settings.page_seconds)
