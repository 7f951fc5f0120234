"""Locks by name, held until the transaction ends: for what two transactions must not decide at once."""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def lock_name(tx: Session, name: str) -> None:
    """Wait until nobody else holds the name. SQLite has one writer at a time anyway."""
    if tx.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        tx.execute(select(func.pg_advisory_xact_lock(number)))
