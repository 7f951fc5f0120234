"""German date phrases with their values (Recognizers-Text, ctparse, duckling): what is found, what is read wrong.

    python -m bench.dates [--shared ../shared] [--wrong]

Only days are compared: phrases for times of day and for whole periods are counted apart. A phrase is right when a day
found in it is the expected one, wrong when days are found and none is, missed when none is found.
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from classifiers.facts.periods import find_ends

DUCKLING_DAY = re.compile(r'^"?\((\d+), (\d+), (\d+), 0, 0, 0\) Day"?$')
CTPARSE_DAY = re.compile(r"^Time\[\]\{(\d{4}-\d\d-\d\d) X:X \(X/X\)\}$")
DUCKLING_TODAY = date(2013, 2, 12)


class Phrase(NamedTuple):
    """A phrase, the day it was said on, and the days it may mean (none: not a single day)."""

    source: str
    text: str
    said_on: date
    days: frozenset[date]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--wrong", action="store_true", help="print the phrases that are wrong or missed")
    arguments = parser.parse_args()
    folder = arguments.shared / "real" / "dates"
    if not folder.is_dir():
        sys.exit(f"{folder} is not there: nothing is measured.")
    counts: dict[str, Counter[str]] = {}
    for phrase in (*recognizers(folder), *ctparse(folder), *duckling(folder)):
        outcome = judge(phrase)
        counts.setdefault(phrase.source, Counter())[outcome] += 1
        if arguments.wrong and outcome in ("wrong", "missed"):
            print(outcome, phrase.source, phrase.said_on, repr(phrase.text), *sorted(map(str, phrase.days)))
    for source, found in counts.items():
        print(f"{source:12} " + ", ".join(f"{name} {found[name]}" for name in ("right", "wrong", "missed", "no day")))


def judge(phrase: Phrase) -> str:
    """Right, wrong or missed; “no day” where none is expected."""
    if not phrase.days:
        return "no day"
    found = {end.day for end in find_ends(phrase.text, phrase.said_on, phrase.said_on)}
    return "right" if found & phrase.days else "wrong" if found else "missed"


def recognizers(folder: Path) -> Iterator[Phrase]:
    """Recognizers-Text: the nearest past and future reading both count."""
    for entry in json.loads((folder / "recognizers_de_DateParser.json").read_text(encoding="utf-8-sig")):
        said_on = date.fromisoformat(entry["Context"]["ReferenceDateTime"][:10])
        readings = [
            result["Value"].get(which, {}).get("date")
            for result in entry["Results"]
            if result.get("Value")
            for which in ("FutureResolution", "PastResolution")
        ]
        days = frozenset(date.fromisoformat(reading) for reading in readings if reading)
        yield Phrase("recognizers", entry["Input"], said_on, days)


def ctparse(folder: Path) -> Iterator[Phrase]:
    """ctparse's corpus, where it means a day."""
    for entry in json.loads((folder / "ctparse_de.json").read_text(encoding="utf-8")):
        day = CTPARSE_DAY.match(entry["gold_parse"])
        days = frozenset([date.fromisoformat(day[1])]) if day else frozenset()
        yield Phrase("ctparse", entry["text"], date.fromisoformat(entry["ref_time"][:10]), days)


def duckling(folder: Path) -> Iterator[Phrase]:
    """duckling's German corpus, where it means a day."""
    with (folder / "duckling_de_time.csv").open(encoding="utf-8", newline="") as stream:
        for phrase, _, expected in list(csv.reader(stream))[1:]:
            day = DUCKLING_DAY.match(expected)
            days = frozenset([date(int(day[1]), int(day[2]), int(day[3]))]) if day else frozenset()
            yield Phrase("duckling", phrase, DUCKLING_TODAY, days)


if __name__ == "__main__":
    main()
