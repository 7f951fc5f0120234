"""The fixed labels of the house. Sender types, topics and departments are data: see config/taxonomy.yaml."""

from typing import Literal, get_args

LetterStatus = Literal["waiting", "reading", "clearing", "queued", "taken", "on_hold", "done", "duplicate", "replaced"]
ScanStatus = Literal["waiting", "reading", "split", "clearing", "closed", "refused", "retried", "duplicate"]
PageRole = Literal["letter", "separator", "blank"]
WorkKind = Literal["scan", "page", "letter"]
ItemState = Literal["open", "taken", "done", "forwarded", "returned"]

CLEARING = "clearing"
"""The queue of what people must decide (Klärung)."""

LETTER_STATUSES: tuple[str, ...] = get_args(LetterStatus)
