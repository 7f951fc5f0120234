"""The tables, one class each. Work and letters are the truth; the broker and the index only follow them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, also on SQLite, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite is given it without zone, so that its comparisons of text hold."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """The root of the tables."""

    type_annotation_map = {datetime: Moment, str: Text, dict[str, Any]: JSON}  # noqa: RUF012 (SQLAlchemy's own form)


class ScanRow(Table):
    """A file taken in. `arrival_key` is unique: the same arrival is taken once, whatever dies in between."""

    __tablename__ = "scans"

    id: Mapped[int] = mapped_column(primary_key=True)
    arrival_key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str | None] = mapped_column(index=True)
    """Of the stored bytes; None where nothing could be stored (an empty file, a link)."""
    size: Mapped[int]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    hints: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str | None]
    page_count: Mapped[int | None]
    rendition: Mapped[str | None]
    """SHA-256 of the PDF that stands in for the original when pages are made."""
    opened: Mapped[str | None]
    """OpenedScan as JSON."""
    reason: Mapped[str | None]
    """Reason as JSON, where the scan was refused or is doubtful."""
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("scans.id"))
    settled: Mapped[bool] = mapped_column(default=True)
    """Whether the arrived file lies where it belongs (done/ or refused/); the folder's keeper sees to it."""


class LetterRow(Table):
    """A letter and where it stands. `version` rises with every change."""

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"), index=True)
    first_page: Mapped[int]
    page_count: Mapped[int]
    status: Mapped[str] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    hints: Mapped[dict[str, Any]] = mapped_column(default=dict)
    doubts: Mapped[str] = mapped_column(default="[]")
    sealed: Mapped[bool] = mapped_column(default=False)
    topic: Mapped[str | None] = mapped_column(index=True)
    sender_type: Mapped[str | None]
    sender_name: Mapped[str | None]
    department: Mapped[str | None]
    language: Mapped[str | None]
    letter_date: Mapped[date | None]
    deadline: Mapped[date | None]
    routed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    archive_copy: Mapped[str | None]
    """SHA-256 of the searchable PDF/A."""
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("letters.id"))

    __table_args__ = (
        Index(
            "one_live_letter_a_page",
            "scan_id",
            "first_page",
            unique=True,
            sqlite_where=text("status <> 'replaced'"),
            postgresql_where=text("status <> 'replaced'"),
        ),
    )


class PageRow(Table):
    """A page of a scan. It belongs to exactly one live letter, or is a separator, or blank, once splitting has said."""

    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    scan_id: Mapped[int] = mapped_column(ForeignKey("scans.id"))
    number: Mapped[int]
    read: Mapped[str | None]
    """ReadPage as JSON."""
    signs: Mapped[str | None]
    """What splitting needs of the page, as JSON: a batch is split anew with every page, without loading their words."""
    role: Mapped[str | None]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"), index=True)

    __table_args__ = (
        UniqueConstraint("scan_id", "number"),
        CheckConstraint("(role IS NOT NULL AND role = 'letter') = (letter_id IS NOT NULL)", name="page_in_one_place"),
        CheckConstraint("role IS NULL OR role IN ('letter', 'separator', 'blank')", name="page_role"),
        CheckConstraint("role IS NULL OR read IS NOT NULL", name="page_read_first"),
    )


class ResultRow(Table):
    """The result of a step, as JSON; the newest version counts."""

    __tablename__ = "results"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    step: Mapped[str]
    version: Mapped[int]
    value: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("letter_id", "step", "version"),)


class ItemRow(Table):
    """A letter (or, in clearing, a scan without letter) lying in a queue. One live item a letter."""

    __tablename__ = "queue_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    queue: Mapped[str] = mapped_column(index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"), index=True)
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("scans.id"), index=True)
    state: Mapped[str]
    clerk: Mapped[str | None]
    priority: Mapped[int]
    due: Mapped[date | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "one_live_item_a_letter",
            "letter_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'taken') AND letter_id IS NOT NULL"),
            postgresql_where=text("state IN ('open', 'taken') AND letter_id IS NOT NULL"),
        ),
        Index(
            "one_live_item_a_scan",
            "scan_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'taken') AND letter_id IS NULL"),
            postgresql_where=text("state IN ('open', 'taken') AND letter_id IS NULL"),
        ),
    )


class CorrectionRow(Table):
    """What a person confirmed or corrected: what classifying learns from."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), index=True)
    field: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class LessonRow(Table):
    """A decided letter as a lexicon's models see it: derived from its text, kept so that it is not counted anew."""

    __tablename__ = "lessons"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"), primary_key=True)
    lexicon: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes]


class EventRow(Table):
    """What happened to a letter or scan: append-only, one hash chain each. Holds names and hashes, never text."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    """`letter:ID` or `scan:ID`."""
    number: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str]
    what: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[str]
    hash: Mapped[str]

    __table_args__ = (UniqueConstraint("subject", "number"),)


class SealRow(Table):
    """A seal over the chain heads that are new since the last seal."""

    __tablename__ = "seals"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    up_to_event: Mapped[int]
    before: Mapped[str]
    hash: Mapped[str]


class MarkRow(Table):
    """A letter whose newest version the index does not hold yet."""

    __tablename__ = "marks"

    letter_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]


class WorkRow(Table):
    """A step that is due. A claim says who works on it and until when; `attempts` counts the claims."""

    __tablename__ = "work"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[int]
    step: Mapped[str]
    lane: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime]
    rung_at: Mapped[datetime | None]
    claim: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    """How often a service was down; widens the back-off and never leads to clearing."""
    host: Mapped[str | None]
    pid: Mapped[int | None]
    started: Mapped[float | None]
    """When the claiming process started (seconds since 1970): a pid alone may be another process by now."""

    __table_args__ = (UniqueConstraint("kind", "subject", "step"), Index("work_due", "due_at"))


class StateRow(Table):
    """A single value of the instance: the live model, the index's order."""

    __tablename__ = "state"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
