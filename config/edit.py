"""Writing a section of a settings file: the rest of it, and its comments, stay as they are."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path


def write_section(path: Path, section: str, values: Mapping[str, float]) -> None:
    """Set a section to these values, in place or at the end; the file is made where there is none.

    The section's own comment lines are kept. Written aside, then renamed: a reader sees the old or the new file.
    """
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    start, end = find_section(lines, section)
    comments = [line for line in lines[start:end] if line.lstrip().startswith("#")]
    new = [f"{section}:", *comments, *(f"  {name}: {value:g}" for name, value in values.items())]
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text("\n".join([*lines[:start], *new, *lines[end:]]) + "\n", encoding="utf-8")
    aside.replace(path)


def find_section(lines: Sequence[str], section: str) -> tuple[int, int]:
    """The first line of a section and the line after its last; the end of the file where it has no such section."""
    start = next((number for number, line in enumerate(lines) if re.match(rf"{section}\s*:", line)), None)
    if start is None:
        return len(lines), len(lines)
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t"):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return start, end
