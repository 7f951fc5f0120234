"""What is made of real letters and mails: sender type and topic beside their labels, and whether a person must look."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from letters.errors import PosteingangError
from letters.ports import Classifier, PageReader, Router
from posteingang.evaluation import read_file


class Judgement(NamedTuple):
    """A file, its labels, and what became of it: `found` is empty where it was not read (`end` says why)."""

    name: str
    wanted: tuple[str, ...]
    doubtful: bool
    found: str
    end: str

    @property
    def right(self) -> bool:
        """Whether sender type and topic are ones that the labels accept."""
        return self.found in self.wanted


def judge_folder(folder: Path, reader: PageReader, classifier: Classifier, router: Router) -> Iterator[Judgement]:
    """Every labelled file of the folder; one whose label is none has nothing to be right about."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        wanted = (f"{row['sender_type']}/{row['topic']}", *filter(None, row["also_acceptable"].split("|")))
        try:
            with tempfile.TemporaryDirectory() as scratch:
                letter = read_file(reader, folder / row["file"], Path(scratch))
        except PosteingangError as error:
            yield Judgement(row["file"], wanted, row["confidence"] == "low", "", error.reason.code)
            continue
        meaning = classifier.classify(letter)
        routed = router.choose(letter, meaning)
        found = f"{meaning.sender_type.label}/{meaning.topic.label}"
        end = "clearing" if routed.needs_review else "routed"
        yield Judgement(row["file"], wanted, row["confidence"] == "low", found, end)


def describe(title: str, judged: Sequence[Judgement]) -> Iterator[str]:
    """The files as a table, and what they come to."""
    told = [each for each in judged if each.found and each.wanted[0] != "none/none"]
    sent = [each for each in told if each.end == "routed"]
    low = [each for each in judged if each.doubtful and each.found]
    yield f"### {title}"
    yield ""
    yield f"Sender type and topic right: {sum(each.right for each in told)} of {len(told)}."
    yield f"Routed without a person: {len(sent)} of {len(told)}, {sum(each.right for each in sent)} of them right."
    yield f"Labelled as doubtful and sent to clearing: {sum(each.end == 'clearing' for each in low)} of {len(low)}."
    yield ""
    yield "| file | wanted | found | end |"
    yield "| --- | --- | --- | --- |"
    for each in judged:
        mark = "" if each.right or each.wanted[0] == "none/none" else " ✗"
        yield f"| {each.name} | {' or '.join(each.wanted)} | {each.found}{mark} | {each.end} |"
    yield ""
