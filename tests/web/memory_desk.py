"""A desk that lives in memory: the twin of the office's own, kept to it by the same contract (desk_contract.py)."""

import io
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image

from config.taxonomy import Taxonomy
from inbox.views import (
    Choice,
    Cutting,
    EventView,
    FoundLetter,
    FoundList,
    ItemList,
    ItemView,
    LetterView,
    Neighbours,
    Original,
    Overview,
    QueueView,
    ScanList,
    ScanView,
)
from letters.errors import AccessError
from letters.finding import SearchQuery
from letters.labels import CLEARING
from letters.letter import RoutedLetter
from letters.reasons import Reason

UNDER_WAY = {"waiting", "reading"}


def blank_picture(letter: int, page: int, width: int) -> bytes:
    """A white page."""
    stream = io.BytesIO()
    Image.new("L", (width, int(width * 1.414)), 255).save(stream, "JPEG")
    return stream.getvalue()


class MemoryDesk:
    """Letters and scans in two dictionaries."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        letters: Iterable[LetterView],
        scans: Iterable[ScanView],
        originals: dict[int, Path],
        picture: Callable[[int, int, int], bytes] = blank_picture,
    ) -> None:
        self.taxonomy = taxonomy
        self.letters = {letter.id: letter for letter in letters}
        self.scans = {scan.id: scan for scan in scans}
        self.originals = originals
        self.draw = picture
        self.lock = threading.Lock()

    def overview(self) -> Overview:
        return Overview(
            queues=tuple(self.count(name) for name in (CLEARING, *self.taxonomy.departments)),
            under_way=sum(letter.item.status in UNDER_WAY for letter in self.letters.values()),
            refused=self.refused().total,
        )

    def count(self, queue: str) -> QueueView:
        items = self.lying(queue)
        return QueueView(
            name=queue,
            count=len(items),
            oldest=min((item.received_at for item in items), default=None),
            urgent=sum(item.priority == 0 for item in items),
            overdue=sum(item.due is not None and item.due < datetime.now(UTC).date() for item in items),
        )

    def lying(self, queue: str) -> list[ItemView]:
        if queue != CLEARING and queue not in self.taxonomy.departments:
            raise AccessError(
                "no_such_label", label=queue, kind="departments", known=", ".join(self.taxonomy.departments)
            )
        items = [letter.item for letter in self.letters.values() if letter.item.queue == queue]
        items += [self.line(scan) for scan in self.scans.values() if scan.status == queue]
        return sorted(items, key=lambda item: (item.priority, item.due or date.max, item.received_at, item.scan))

    def line(self, scan: ScanView) -> ItemView:
        return ItemView(
            letter=None,
            scan=scan.id,
            status=scan.status,
            queue=CLEARING,
            source_name=scan.name,
            priority=3,
            page_count=len(scan.pages),
            received_at=scan.received_at,
            received_on=scan.received_at.date(),
            reason=scan.reason,
        )

    def items(self, queue: str, offset: int = 0, limit: int = 50) -> ItemList:
        items = self.lying(queue)
        return ItemList(items=tuple(items[offset : offset + limit]), total=len(items), offset=offset)

    def neighbours(self, letter: int) -> Neighbours:
        queue = self.letter(letter).item.queue
        if queue is None:
            return Neighbours()
        ids = [item.letter for item in self.lying(queue) if item.letter is not None]
        at = ids.index(letter)
        return Neighbours(
            before=ids[at - 1] if at else None,
            after=ids[at + 1] if at + 1 < len(ids) else None,
            position=at + 1,
            total=len(ids),
        )

    def letter(self, letter: int) -> LetterView:
        if letter not in self.letters:
            raise AccessError("no_such_letter", letter=str(letter))
        return self.letters[letter]

    def picture(self, letter: int, page: int, width: int) -> bytes:
        view = self.letter(letter)
        if view.item.sealed:
            raise AccessError("letter_sealed", letter=str(letter))
        if not 0 <= page < len(view.pages):
            raise AccessError("no_such_letter", letter=str(letter))
        return self.draw(letter, page, width)

    def original(self, letter: int) -> Original:
        return self.scan_original(self.letter(letter).item.scan)

    def decide(self, letter: int, choice: Choice) -> LetterView:
        self.check(choice)
        with self.lock:
            view = self.letter(letter)
            if view.route is None:
                raise AccessError("letter_under_way", letter=str(letter))
            if choice.version not in {None, view.version}:
                raise AccessError("letter_changed", letter=str(letter))
            self.letters[letter] = decided(view, view.route, choice)
            return self.letters[letter]

    def check(self, choice: Choice) -> None:
        known: list[tuple[str, str | None, object]] = [
            ("departments", choice.department, self.taxonomy.departments),
            ("topics", choice.topic, self.taxonomy.topics),
            ("sender_types", choice.sender_type, self.taxonomy.sender_types),
        ]
        for kind, label, labels in known:
            assert isinstance(labels, dict)
            if label is not None and label not in labels:
                raise AccessError("no_such_label", label=label, kind=kind, known=", ".join(labels))

    def scan(self, scan: int) -> ScanView:
        if scan not in self.scans:
            raise AccessError("no_such_scan", scan=str(scan))
        return self.scans[scan]

    def scan_original(self, scan: int) -> Original:
        view = self.scan(scan)
        for letter in self.letters.values():
            if letter.item.scan == scan and letter.item.sealed:
                raise AccessError("letter_sealed", letter=str(letter.id))
        if scan not in self.originals:
            raise AccessError("file_gone", name=view.name)
        return Original(self.originals[scan], view.name, "application/pdf")

    def scan_picture(self, scan: int, page: int, width: int) -> bytes:
        pages = self.scan(scan).pages
        if not 0 <= page < len(pages):
            raise AccessError("no_such_scan_page", scan=str(scan), page=str(page + 1), count=str(len(pages)))
        if pages[page].sealed:
            raise AccessError("letter_sealed", letter=str(pages[page].letter))
        return self.draw(scan, page, width)

    def cut(self, scan: int, cutting: Cutting) -> ScanView:
        with self.lock:
            view = self.scan(scan)
            self.check_cutting(view, cutting)
            found, new = self.laid(view, cutting), 1 + max(self.letters)
            runs = {page.letter: tuple(p.number for p in view.pages if p.letter == page.letter) for page in view.pages}
            pages = list(view.pages)
            for numbers in found:
                if numbers in runs.values():
                    continue
                origin = next(page.letter for number in numbers if (page := pages[number]).letter or len(numbers) == 1)
                for number in numbers:
                    update = {"role": "letter", "letter": new, "first": number == numbers[0], "suggested": None}
                    pages[number] = pages[number].model_copy(update=update)
                self.replace(origin, new, numbers)
                new += 1
            letters = tuple(dict.fromkeys(page.letter for page in pages if page.letter is not None))
            self.scans[scan] = view.model_copy(update={"pages": tuple(pages), "letters": letters, "status": "split"})
            return self.scans[scan]

    def check_cutting(self, view: ScanView, cutting: Cutting) -> None:
        if view.status not in {"split", "clearing"} or not view.pages:
            raise AccessError("scan_not_placed", scan=str(view.id))
        if cutting.letters is not None and set(cutting.letters) != set(view.letters):
            raise AccessError("scan_changed", scan=str(view.id))
        count = len(view.pages)
        for number in (*cutting.firsts, *cutting.kept):
            if not 0 <= number < count:
                raise AccessError("no_such_scan_page", scan=str(view.id), page=str(number + 1), count=str(count))

    def laid(self, view: ScanView, cutting: Cutting) -> list[tuple[int, ...]]:
        runs: list[list[int]] = []
        for page in view.pages:
            if page.letter is None and page.number not in (*cutting.firsts, *cutting.kept):
                continue
            if page.number in cutting.firsts or not runs:
                runs.append([])
            runs[-1].append(page.number)
        return [tuple(run) for run in runs]

    def replace(self, old: int | None, new: int, numbers: tuple[int, ...]) -> None:
        assert old is not None, "the small office cuts no page out of nothing"
        before = self.letters[old]
        item = before.item.model_copy(update={"letter": new, "status": "waiting", "page_count": len(numbers)})
        fresh = {"id": new, "item": item.model_copy(update={"queue": None}), "route": None, "meaning": None}
        self.letters[new] = before.model_copy(update=fresh | {"pages": before.pages[: len(numbers)]})
        if before.replaced_by is None:
            gone = before.item.model_copy(update={"status": "replaced", "queue": None})
            self.letters[old] = before.model_copy(update={"item": gone, "replaced_by": new, "pages": ()})

    def close_scan(self, scan: int) -> ScanView:
        if self.scan(scan).status != "clearing":
            raise AccessError("not_in_clearing", scan=str(scan))
        self.scans[scan] = self.scans[scan].model_copy(update={"status": "closed"})
        return self.scans[scan]

    def refused(self, offset: int = 0, limit: int = 50) -> ScanList:
        scans = sorted((each for each in self.scans.values() if each.status == "refused"), key=lambda each: -each.id)
        return ScanList(scans=tuple(scans[offset : offset + limit]), total=len(scans), offset=offset)

    def retry(self, scan: int) -> None:
        if not self.scan(scan).can_be_retried:
            raise AccessError("not_refused", scan=str(scan))
        self.scans[scan] = self.scans[scan].model_copy(update={"status": "waiting", "reason": None})

    def search(self, query: SearchQuery) -> FoundList:
        found = [each for letter in self.letters.values() if (each := find(letter, query))]
        return FoundList(
            found=tuple(found[query.offset : query.offset + query.limit]), total=len(found), offset=query.offset
        )


def decided(view: LetterView, route: RoutedLetter, choice: Choice) -> LetterView:
    """The letter after a person's word."""
    reason = Reason(code="confirmed", params={"person": "test", "field": "department", "value": choice.department})
    item = view.item.model_copy(
        update={
            "queue": choice.department,
            "department": choice.department,
            "status": "queued",
            "topic": choice.topic or view.item.topic,
            "sender_type": choice.sender_type or view.item.sender_type,
            "reason": None,
        }
    )
    moved = route.model_copy(
        update={
            "department": choice.department,
            "queue": choice.department,
            "needs_review": False,
            "reasons": (*route.reasons, reason),
        }
    )
    event = EventView(at=datetime.now(UTC), by="test", what="decided")
    return view.model_copy(
        update={"version": view.version + 1, "item": item, "route": moved, "events": (*view.events, event)}
    )


def find(letter: LetterView, query: SearchQuery) -> FoundLetter | None:
    """The letter as a find, if it holds all the words and fits the filters."""
    words, text = query.text.lower().split(), f"{letter.item.subject} {letter.item.sender_name} {letter.text}".lower()
    wanted = {"topic": query.topic, "sender_type": query.sender_type, "department": query.department}
    fits = all(value is None or getattr(letter.item, field) == value for field, value in wanted.items())
    if not fits or not all(word in text for word in words):
        return None
    at = text.find(words[0]) if words else 0
    end = at + len(words[0]) if words else 0
    snippet = text[max(0, at - 60) : at] + "\ue000" + text[at:end] + "\ue001" + text[end : end + 90]
    return FoundLetter(item=letter.item, page=0, snippet=snippet)
