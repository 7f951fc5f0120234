"""One page to words."""

from reading.client import open_reader

__all__ = ["open_reader"]
