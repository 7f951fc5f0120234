"""Pages to letters. Pure."""

from splitting.signs import PageSigns, see_signs
from splitting.split import split

__all__ = ["PageSigns", "see_signs", "split"]
