"""What both databases promise beside their rows."""

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from store.database import Database
from store.tables import StateRow


def test_an_error_of_the_database_does_not_tell_what_a_letter_says(database: Database) -> None:
    with pytest.raises(IntegrityError) as failure, database.writing() as tx:
        for _ in range(2):
            tx.execute(insert(StateRow).values(name="same", value="Streng geheim"))
    assert "geheim" not in str(failure.value)
