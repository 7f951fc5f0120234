"""Pages to letters. Pure."""

from splitting.split import split

__all__ = ["split"]
