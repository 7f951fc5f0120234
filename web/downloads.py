"""Files that leave the house: always as a download, under a name that no header and no browser can be tricked with."""

import unicodedata
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import FileResponse

from inbox.views import LetterView, Original

TYPES = {"application/pdf", "image/tiff", "image/jpeg", "image/png", "message/rfc822", "application/xml"}


def original_response(original: Original) -> Response:
    """The stored file as it came."""
    media_type = original.media_type if original.media_type in TYPES else "application/octet-stream"
    return FileResponse(original.path, media_type=media_type, headers=attachment(original.name))


def text_response(letter: LetterView) -> Response:
    """The letter's text, pages parted by form feeds."""
    headers = attachment(f"{letter.item.source_name}.txt")
    return Response(letter.text, media_type="text/plain; charset=utf-8", headers=headers)


def attachment(name: str) -> dict[str, str]:
    """The headers of a download by RFC 6266: the name in ASCII for old readers, in UTF-8 for all others."""
    shown = "".join("_" if is_unsafe(letter) else letter for letter in name).strip() or "file"
    plain = unicodedata.normalize("NFKD", shown).encode("ascii", "ignore").decode().replace("%", "_")
    return {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}"}


def is_unsafe(letter: str) -> bool:
    """Whether a character has no place in a file's name: controls, direction marks, surrogates, separators, quotes."""
    return unicodedata.category(letter)[0] == "C" or letter in '/\\"<>|:*?\u2028\u2029'
