"""Where Tesseract's language files lie."""

import os
from collections.abc import Sequence
from pathlib import Path

from letters.errors import SettingsError

PLACES = (
    Path("/usr/share/tesseract-ocr/5/tessdata"),  # Debian, Ubuntu
    Path("/usr/share/tessdata"),  # Fedora, Arch
    Path("/opt/homebrew/share/tessdata"),
    Path("/usr/local/share/tessdata"),
)
ORIENTATION = "osd"


def find_tessdata(languages: Sequence[str]) -> Path:
    """The folder with the language files, TESSDATA_PREFIX first.

    Raises SettingsError("tessdata_missing"), which names the packages that mend it.
    """
    wanted = [*languages, ORIENTATION]
    stated = os.environ.get("TESSDATA_PREFIX")
    places = (Path(stated), Path(stated) / "tessdata") if stated else PLACES
    missing = {place: [name for name in wanted if not (place / f"{name}.traineddata").is_file()] for place in places}
    best = min(missing, key=lambda place: len(missing[place]))
    if missing[best]:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in missing[best])
        raise SettingsError("tessdata_missing", languages=", ".join(missing[best]), packages=packages)
    return best
