"""What every desk promises. A test module gives the fixture `desk` and imports these functions.

The desk must hold: two letters in clearing at least, one routed letter in a department's queue, one sealed letter in
a queue, one refused scan whose bytes are stored, and a scan in clearing of which no page was made.
"""

import io

import pytest
from PIL import Image

from inbox.views import Choice, Cutting, Desk, ScanView
from letters.errors import AccessError
from letters.finding import SearchQuery
from letters.labels import CLEARING, LETTER_STATUSES

NOBODY = 987_654_321


def letters_in(desk: Desk, queue: str, *, sealed: bool = False) -> list[int]:
    items = desk.items(queue, 0, 500).items
    return [item.letter for item in items if item.letter is not None and (sealed or not item.sealed)]


def filled_department(desk: Desk) -> str:
    return next(queue.name for queue in desk.overview().queues[1:] if queue.count)


def test_clearing_comes_first_then_the_taxonomys_departments(desk: Desk) -> None:
    names = [queue.name for queue in desk.overview().queues]
    assert names == [CLEARING, *desk.taxonomy.departments]


def test_counts_and_ages_are_those_of_the_items(desk: Desk) -> None:
    for queue in desk.overview().queues:
        items = desk.items(queue.name, 0, 500)
        assert (queue.count, queue.count) == (items.total, len(items.items))
        assert queue.urgent == sum(item.priority == 0 for item in items.items)
        assert (queue.oldest is None) == (queue.count == 0)


def test_items_come_in_the_order_of_work_and_in_portions(desk: Desk) -> None:
    items = desk.items(CLEARING, 0, 500).items
    assert [item.priority for item in items] == sorted(item.priority for item in items)
    portions = [desk.items(CLEARING, offset, 1) for offset in range(len(items))]
    assert [portion.items[0] for portion in portions] == list(items)
    assert {(portion.total, portion.offset) for portion in portions} == {(len(items), at) for at in range(len(items))}
    assert desk.items(CLEARING, len(items), 10).items == ()


def test_an_item_says_what_its_letter_says(desk: Desk) -> None:
    for queue in (CLEARING, filled_department(desk)):
        for item in desk.items(queue).items:
            if item.letter is None:
                continue
            letter = desk.letter(item.letter)
            assert letter.item == item
            assert item.queue == queue
            assert item.status in LETTER_STATUSES
            assert len(letter.pages) == item.page_count
            assert [page.number for page in letter.pages] == list(range(len(letter.pages)))


def test_what_lies_in_clearing_says_why(desk: Desk) -> None:
    for item in desk.items(CLEARING).items:
        assert item.reason is not None
        assert item.reason.in_language("de")
        assert item.reason.in_language("en")


def test_neighbours_walk_the_queue(desk: Desk) -> None:
    ids = letters_in(desk, CLEARING, sealed=True)
    walk, at = [ids[0]], desk.neighbours(ids[0])
    assert at.before is None
    while at.after is not None:
        walk.append(at.after)
        at = desk.neighbours(at.after)
    assert walk == ids
    assert (at.position, at.total) == (len(ids), len(ids))


def test_a_decision_moves_the_letter_and_is_told(desk: Desk) -> None:
    letter = letters_in(desk, CLEARING)[0]
    before = desk.letter(letter)
    topic = next(iter(desk.taxonomy.topics))
    after = desk.decide(letter, Choice(department="legal", topic=topic, version=before.version))
    assert (after.item.queue, after.item.department, after.item.topic) == ("legal", "legal", topic)
    assert after.item.status == "queued"
    assert after.item.reason is None
    assert after.version > before.version
    assert len(after.events) > len(before.events)
    assert after.route is not None
    assert not after.route.needs_review
    assert letter in letters_in(desk, "legal")
    assert letter not in letters_in(desk, CLEARING)
    assert desk.letter(letter) == after


def test_confirming_where_it_lies_leaves_it_there(desk: Desk) -> None:
    queue = filled_department(desk)
    letter = letters_in(desk, queue)[0]
    after = desk.decide(letter, Choice(department=queue))
    assert after.item.queue == queue
    assert letters_in(desk, queue).count(letter) == 1


def test_a_decision_on_an_old_sight_is_refused(desk: Desk) -> None:
    letter = letters_in(desk, CLEARING)[0]
    version = desk.letter(letter).version
    desk.decide(letter, Choice(department="legal", version=version))
    with pytest.raises(AccessError) as refusal:
        desk.decide(letter, Choice(department="hr", version=version))
    assert refusal.value.reason.code == "letter_changed"
    assert desk.letter(letter).item.queue == "legal"


@pytest.mark.parametrize(
    "choice",
    [
        Choice(department="nowhere"),
        Choice(department=CLEARING),
        Choice(department="legal", topic="nothing"),
        Choice(department="legal", sender_type="nobody"),
    ],
)
def test_only_labels_of_the_taxonomy_are_taken(desk: Desk, choice: Choice) -> None:
    letter = letters_in(desk, CLEARING)[0]
    before = desk.letter(letter)
    with pytest.raises(AccessError) as refusal:
        desk.decide(letter, choice)
    assert refusal.value.reason.code == "no_such_label"
    assert desk.letter(letter) == before


def test_pictures_are_as_wide_as_asked(desk: Desk) -> None:
    letter = letters_in(desk, CLEARING)[0]
    for width in (600, 1200):
        picture = Image.open(io.BytesIO(desk.picture(letter, 0, width)))
        assert (picture.format, picture.width) == ("JPEG", width)
    with pytest.raises(AccessError):
        desk.picture(letter, len(desk.letter(letter).pages), 600)


def test_the_original_is_there_under_its_name(desk: Desk) -> None:
    letter = desk.letter(letters_in(desk, CLEARING)[0])
    original = desk.original(letter.id)
    assert original.path.is_file()
    assert original.name == letter.item.source_name
    assert desk.scan_original(letter.item.scan) == original


def test_a_sealed_letter_is_given_to_nobody(desk: Desk) -> None:
    items = [item for queue in desk.overview().queues for item in desk.items(queue.name, 0, 500).items if item.sealed]
    assert items
    for item in items:
        assert item.letter is not None
        assert desk.letter(item.letter).text.strip() == ""
        for ask, number in ((desk.original, item.letter), (desk.scan_original, item.scan)):
            with pytest.raises(AccessError, match="sealed"):
                ask(number)
        with pytest.raises(AccessError, match="sealed"):
            desk.picture(item.letter, 0, 600)


def test_refused_scans_say_why_and_can_be_tried_again(desk: Desk) -> None:
    before = desk.refused()
    assert before.total == desk.overview().refused > 0
    for scan in before.scans:
        assert scan.status == "refused"
        assert scan.reason is not None
        assert scan.can_be_retried
        assert desk.scan(scan.id) == scan
    chosen = next(scan.id for scan in before.scans if scan.stored)
    desk.retry(chosen)
    assert chosen not in [scan.id for scan in desk.refused().scans]
    assert not desk.scan(chosen).can_be_retried
    with pytest.raises(AccessError) as refusal:
        desk.retry(chosen)
    assert refusal.value.reason.code == "not_refused"


def placed(desk: Desk, letter: int) -> ScanView:
    return desk.scan(desk.letter(letter).item.scan)


def test_a_scan_says_where_each_of_its_pages_lies(desk: Desk) -> None:
    letter = letters_in(desk, CLEARING)[-1]
    view = placed(desk, letter)
    assert [page.number for page in view.pages] == list(range(len(view.pages)))
    assert sum(page.letter == letter for page in view.pages) == desk.letter(letter).item.page_count
    assert [page.letter for page in view.pages if page.first] == list(view.letters)
    assert all((page.role == "letter") == (page.letter is not None) for page in view.pages)
    picture = Image.open(io.BytesIO(desk.scan_picture(view.id, 0, 300)))
    assert (picture.format, picture.width) == ("JPEG", 300)
    with pytest.raises(AccessError) as refusal:
        desk.scan_picture(view.id, len(view.pages), 300)
    assert refusal.value.reason.code == "no_such_scan_page"


def test_a_cut_on_an_old_sight_or_beside_the_scan_is_refused(desk: Desk) -> None:
    view = placed(desk, letters_in(desk, CLEARING)[-1])
    for cutting, code in (
        (Cutting(firsts=(0,), letters=(NOBODY,)), "scan_changed"),
        (Cutting(firsts=(len(view.pages),)), "no_such_scan_page"),
        (Cutting(firsts=(0,), kept=(-1,)), "no_such_scan_page"),
    ):
        with pytest.raises(AccessError) as refusal:
            desk.cut(view.id, cutting)
        assert refusal.value.reason.code == code
    assert desk.scan(view.id) == view


def test_only_what_lies_in_clearing_without_a_letter_is_closed(desk: Desk) -> None:
    view = placed(desk, letters_in(desk, CLEARING)[-1])
    with pytest.raises(AccessError) as refusal:
        desk.close_scan(view.id)
    assert refusal.value.reason.code == "not_in_clearing"
    waiting = next(item.scan for item in desk.items(CLEARING, 0, 500).items if item.letter is None)
    assert desk.scan(waiting).can_be_retried
    assert desk.close_scan(waiting) == desk.scan(waiting)
    assert desk.scan(waiting).status == "closed"
    assert waiting not in [item.scan for item in desk.items(CLEARING, 0, 500).items if item.letter is None]
    with pytest.raises(AccessError):
        desk.close_scan(waiting)


def test_what_is_not_there_is_said_to_be_so(desk: Desk) -> None:
    for ask in (desk.letter, desk.original, desk.scan, desk.scan_original, desk.retry, desk.close_scan):
        with pytest.raises(AccessError):
            ask(NOBODY)
    with pytest.raises(AccessError):
        desk.items("nowhere")
    with pytest.raises(AccessError):
        desk.picture(NOBODY, 0, 600)
    with pytest.raises(AccessError):
        desk.decide(NOBODY, Choice(department="legal"))
    with pytest.raises(AccessError):
        desk.cut(NOBODY, Cutting(firsts=(0,)))
    with pytest.raises(AccessError):
        desk.scan_picture(NOBODY, 0, 300)


def test_search_finds_by_words_and_filters(desk: Desk) -> None:
    letter = desk.letter(letters_in(desk, CLEARING)[0])
    word = max((word for word in letter.text.split() if word.isalpha()), key=len)
    found = desk.search(SearchQuery(text=word, limit=200))
    assert letter.id in [each.item.letter for each in found.found]
    assert any("\ue000" in each.snippet for each in found.found)
    filtered = desk.search(SearchQuery(text=word, topic=letter.item.topic, limit=200))
    assert {each.item.topic for each in filtered.found} == {letter.item.topic}
    assert desk.search(SearchQuery(text="nichtimmindestenvorhanden")).total == 0
