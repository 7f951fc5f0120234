"""A judgement with its probability and its evidence."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from letters.page import Box


class Place(NamedTuple):
    """Where something stands: the page's index within the letter (from 0) and the box on it."""

    page: int
    box: Box


class Evidence(NamedTuple):
    """A word or sign that spoke for the verdict, with its weight (log odds) and, where it is a word, its place."""

    text: str
    weight: float
    place: Place | None = None


class Verdict(BaseModel):
    """`label` with its calibrated probability `sure` (0..1), the runner-up and its probability, and who says so."""

    model_config = ConfigDict(frozen=True)

    label: str
    sure: float
    runner_up: str | None = None
    runner_up_sure: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    by: str
    """The version of the model, `person`, `contacts` or `data` (an e-invoice's own fields)."""
