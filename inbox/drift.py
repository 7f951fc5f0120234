"""Drift: how often people corrected the topic that was suggested, by topic, lately and before."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

LATELY = timedelta(days=30)


class Tally(BaseModel):
    """How many letters people decided, and of how many they corrected the topic."""

    model_config = ConfigDict(frozen=True)

    decided: int = 0
    corrected: int = 0

    @property
    def share(self) -> float:
        """corrected / decided; 0 where nothing was decided."""
        return self.corrected / self.decided if self.decided else 0.0

    def counted(self, *, corrected: bool) -> "Tally":
        """The tally with one more."""
        return Tally(decided=self.decided + 1, corrected=self.corrected + corrected)


class Drift(BaseModel):
    """One suggested topic: the last 30 days beside all days before."""

    model_config = ConfigDict(frozen=True)

    topic: str
    lately: Tally = Tally()
    before: Tally = Tally()

    def counted(self, *, lately: bool, corrected: bool) -> "Drift":
        """With one decision more."""
        name, tally = ("lately", self.lately) if lately else ("before", self.before)
        return self.model_copy(update={name: tally.counted(corrected=corrected)})


def measure_drift(said: Iterable[tuple[datetime, str | None, str]], now: datetime) -> list[Drift]:
    """By suggested topic, the most decisions first. `said`: when, what was suggested, what a person chose."""
    found: dict[str, Drift] = {}
    for at, suggested, chosen in said:
        if suggested is not None:
            drift = found.get(suggested, Drift(topic=suggested))
            found[suggested] = drift.counted(lately=at > now - LATELY, corrected=chosen != suggested)
    return sorted(found.values(), key=lambda each: (-(each.lately.decided + each.before.decided), each.topic))
