"""A letter as a model sees it: which weights count and how much; alone, stacked, and as bytes to be kept."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Array = npt.NDArray[np.float32]
KEPT_ROWS, KEPT_VALUES = "<i4", "<f2"
"""How rows and values are kept: half precision is far finer than what the model can tell apart."""


class Vector(NamedTuple):
    """The rows of a lexicon that a letter touches, and how much it weighs in each."""

    rows: npt.NDArray[np.int64]
    values: Array

    @property
    def length(self) -> float:
        """The vector's length, never 0."""
        return max(float(np.sqrt((self.values**2).sum())), 1e-6)

    @property
    def unit(self) -> "Vector":
        """The same direction, of length 1."""
        return Vector(self.rows, np.asarray(self.values / self.length, dtype=np.float32))

    def dense(self, width: int) -> Array:
        """The vector written out over all rows of the lexicon."""
        full = np.zeros(width, dtype=np.float32)
        full[self.rows] = self.values
        return full

    def pack(self) -> bytes:
        """The vector as bytes: all rows, then all values."""
        return self.rows.astype(KEPT_ROWS).tobytes() + self.values.astype(KEPT_VALUES).tobytes()

    @classmethod
    def unpack(cls, packed: bytes) -> "Vector":
        """The vector of these bytes."""
        number = len(packed) // (np.dtype(KEPT_ROWS).itemsize + np.dtype(KEPT_VALUES).itemsize)
        rows = np.frombuffer(packed, dtype=KEPT_ROWS, count=number)
        values = np.frombuffer(packed, dtype=KEPT_VALUES, offset=rows.nbytes)
        return cls(rows.astype(np.int64), values.astype(np.float32))


def stack(vectors: Sequence[Vector], width: int) -> csr_matrix:
    """Letters × features."""
    starts = np.cumsum([0, *(len(vector.rows) for vector in vectors)])
    rows = np.concatenate([vector.rows for vector in vectors]) if vectors else np.empty(0, dtype=np.int64)
    values = np.concatenate([vector.values for vector in vectors]) if vectors else np.empty(0, dtype=np.float32)
    return csr_matrix((values, rows, starts), shape=(len(vectors), width))
