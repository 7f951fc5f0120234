"""When a thing that lies in the folder may be taken: once it has rested, and after a failure a while later."""

from pathlib import Path

from config.settings import Intake
from intake.arrivals import Identity
from intake.tree import Found

GLANCE = 0.2
"""Seconds that a file must rest which came whole, by rename: enough to see that nobody writes on."""
LONGEST_PAUSE = 60.0
"""Seconds between two tries at most."""


class Sight:
    """What is remembered of one thing: how it looked, since when, and how often taking it has failed."""

    def __init__(self, identity: Identity, moment: float) -> None:
        self.identity = identity
        self.since = moment
        self.failures = 0
        self.failing_since = moment
        self.not_before = moment

    def fail(self, moment: float) -> None:
        """Put the next try off, twice as long each time."""
        if not self.failures:
            self.failing_since = moment
        self.not_before = moment + min(LONGEST_PAUSE, 2.0**self.failures)
        self.failures += 1


class Patience:
    """Remembers how long each thing has rested. Moments are seconds of a clock that never jumps."""

    def __init__(self, settings: Intake) -> None:
        self.settings = settings
        self.sights: dict[Path, Sight] = {}

    def due(self, found: Found, moment: float, *, came_whole: bool) -> float:
        """The moment from which it may be taken, if it stays as it is."""
        sight = self.sight(found, moment)
        return max(sight.since + self.rest_of(found, came_whole=came_whole), sight.not_before)

    def rest_of(self, found: Found, *, came_whole: bool) -> float:
        """How many seconds it must lie unchanged: a file, an empty file, or one that came by rename."""
        rest = self.settings.rest
        if found.is_file and found.stat.st_size == 0:
            return max(rest, self.settings.empty_wait)
        return min(rest, GLANCE) if came_whole else rest

    def sight(self, found: Found, moment: float) -> Sight:
        """What is remembered of it; begun anew when it is new or has changed."""
        sight = self.sights.get(found.path)
        if sight is None or sight.identity != found.identity:
            sight = self.sights[found.path] = Sight(found.identity, moment)
        return sight

    def is_hopeless(self, found: Found, moment: float) -> bool:
        """Whether taking it has failed for as long as an empty file would be waited for."""
        return moment - self.sight(found, moment).failing_since >= self.settings.empty_wait

    def keep_only(self, paths: set[Path]) -> None:
        """Forget all but these."""
        for path in self.sights.keys() - paths:
            del self.sights[path]
