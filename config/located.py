"""YAML that remembers its lines, so that every mistake is named with file and line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from letters.errors import SettingsError

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A YAML document: its value, and the line (from 1) of every key and list entry by its path."""

    value: Any
    lines: dict[Key, int]

    def line(self, key: Key) -> int:
        """The line of `key`, or of the nearest place above it that stands in the file."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)


def read_yaml(path: Path) -> Document:
    """The document at `path`. Raises SettingsError("yaml_broken" or "yaml_key_twice") with the line."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        value = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, OSError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise SettingsError("yaml_broken", file=str(path), line=str(line), problem=str(problem)) from error
    lines: dict[Key, int] = {}
    try:
        if node is not None:
            note_lines(path, node, (), lines)
    except RecursionError as error:
        problem = "an anchor names itself"
        raise SettingsError("yaml_broken", file=str(path), line="1", problem=problem) from error
    return Document(value if value is not None else {}, lines)


def note_lines(path: Path, node: yaml.Node, key: Key, lines: dict[Key, int]) -> None:
    """Note the line of `node` and everything below it, in place."""
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for name, inner in node.value:
            inner_key = (*key, name.value)
            line = name.start_mark.line + 1
            if inner_key in lines:
                raise SettingsError("yaml_key_twice", file=str(path), line=str(line), name=str(name.value))
            lines[inner_key] = line
            note_lines(path, inner, inner_key, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, inner in enumerate(node.value):
            note_lines(path, inner, (*key, number), lines)


def refuse(path: Path, document: Document | None, error: ValidationError) -> SettingsError:
    """The first mistake of `error`, with file and line."""
    first = error.errors()[0]
    key: Key = tuple(first["loc"])
    line = document.line(key) if document else 0
    name = ".".join(str(part) for part in key)
    return SettingsError("setting_wrong", file=str(path), line=str(line), name=name, problem=first["msg"])
