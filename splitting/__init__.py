"""Pages to letters. Pure."""

from splitting.by_hand import cut_by_hand
from splitting.signs import PageSigns, see_signs
from splitting.split import split

__all__ = ["PageSigns", "cut_by_hand", "see_signs", "split"]
