"""Numbers in addresses, kept within what every database can hold."""

from typing import Annotated

from fastapi import Path, Query

LARGEST = 2**31 - 1

Number = Annotated[int, Path(ge=1, le=LARGEST)]
"""The id of a letter or scan."""
Mention = Annotated[int | None, Query(ge=1, le=LARGEST)]
"""A letter or scan that the page before was about."""
PageNumber = Annotated[int, Path(ge=0, le=LARGEST)]
Offset = Annotated[int, Query(ge=0, le=LARGEST)]
MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST)]
