"""The limits of a reader: checked before anything is decoded, so that a small file cannot become a huge picture."""

from typing import NamedTuple

from config.settings import Reading
from letters.errors import LetterError

LARGEST_DPI = 300
"""Nothing is decoded finer than this: recognition gains nothing above it."""


class Limits(NamedTuple):
    """How many pages a file and how many megapixels a page may have."""

    pages: int
    megapixels: int

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
    return Limits(pages=settings.max_pages, megapixels=settings.max_megapixels)
