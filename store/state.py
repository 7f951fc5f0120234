"""Single values of the instance: the live model's version, an order to rebuild the index."""

from sqlalchemy.orm import Session

from store.tables import StateRow


def get_state(tx: Session, name: str) -> str | None:
    """The value, or None where it was never set."""
    row = tx.get(StateRow, name)
    return row.value if row else None


def set_state(tx: Session, name: str, value: str | None) -> None:
    """Set the value; None forgets it."""
    row = tx.get(StateRow, name)
    if value is None:
        if row is not None:
            tx.delete(row)
    elif row is None:
        tx.add(StateRow(name=name, value=value))
    else:
        row.value = value
