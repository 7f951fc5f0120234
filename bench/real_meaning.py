"""What is made of real letters and mails: sender type and topic beside their labels, and whether a person must look."""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from letters.errors import PosteingangError
from letters.letter import ReadLetter
from letters.ports import Classifier, PageReader, Router


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
            letter = read_file(reader, folder / row["file"])
        except PosteingangError as error:
            yield Judgement(row["file"], wanted, row["confidence"] == "low", "", error.reason.code)
            continue
        meaning = classifier.classify(letter)
        routed = router.choose(letter, meaning)
        found = f"{meaning.sender_type.label}/{meaning.topic.label}"
        end = "clearing" if routed.needs_review else "routed"
        yield Judgement(row["file"], wanted, row["confidence"] == "low", found, end)


def read_file(reader: PageReader, path: Path) -> ReadLetter:
    """The file as reading gives it, received today. Raises LetterError."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        opened = reader.open_scan(path, path.name, Path(folder))
        source, kind = (opened.rendition, "pdf") if opened.rendition else (path, opened.kind)
        pages = tuple(reader.read_page(source, kind, number) for number in range(opened.page_count))
    return ReadLetter(
        source_name=path.name,
        received_at=now,
        received_on=now.date(),
        pages=pages,
        parts=opened.parts,
        data=opened.data,
        doubts=(*opened.doubts, *(doubt for page in pages for doubt in page.doubts)),
    )


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
