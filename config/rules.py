"""The organisation's routing rules (config/routing.yaml): a list, the first that fits decides. No rule language."""

from pathlib import Path
from typing import Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from config.located import Document, Key, read_yaml, refuse
from config.settings import Section
from config.taxonomy import Taxonomy
from letters.errors import SettingsError

Words = tuple[str, ...]


class Condition(Section):
    """What must be true of a letter, all of it. Each `…_contains` is a list of words: one of them is enough.

    Upper and lower case are the same. `reference` is the beginning of a reference number in the letter.
    """

    topic: str | None = None
    sender_type: str | None = None
    language: str | None = None
    sender_contains: Words = ()
    addressee_contains: Words = ()
    text_contains: Words = ()
    reference: str | None = Field(default=None, min_length=1)

    @model_validator(mode="before")
    @classmethod
    def accept_one_word(cls, values: object) -> object:
        """A single word needs no list."""
        if not isinstance(values, dict):
            return values
        return {key: [value] if key.endswith("_contains") and isinstance(value, str) else value
                for key, value in values.items()}  # fmt: skip

    @model_validator(mode="after")
    def refuse_nothing(self) -> Self:
        """A rule without a condition would take every letter."""
        if self == Condition.model_construct():
            raise ValueError("at least one condition is needed")
        return self


class Rule(Section):
    """One rule: letters of which `when` is true go `to` a department, `because` of what a clerk will read."""

    name: str = Field(min_length=1)
    when: Condition
    to: str
    because: str = ""


def load_rules(path: Path, taxonomy: Taxonomy) -> tuple[Rule, ...]:
    """The rules at `path`, none where the file is absent. Raises SettingsError with file and line.

    Refused: an unknown topic, sender type or department, and a name that stands twice.
    """
    if not path.exists():
        return ()
    document = read_yaml(path)
    try:
        rules = TypeAdapter(tuple[Rule, ...]).validate_python(document.value or [])
    except ValidationError as error:
        raise refuse(path, document, error) from error
    names: set[str] = set()
    for number, rule in enumerate(rules):
        check_label(path, document, (number, "to"), rule.to, taxonomy.departments)
        check_label(path, document, (number, "when", "topic"), rule.when.topic, taxonomy.topics)
        check_label(path, document, (number, "when", "sender_type"), rule.when.sender_type, taxonomy.sender_types)
        if rule.name in names:
            raise mistake(path, document, (number, "name"), f"“{rule.name}” stands there twice")
        names.add(rule.name)
    return rules


def check_label(path: Path, document: Document, key: Key, label: str | None, known: object) -> None:
    """Raise SettingsError unless `label` is None or one of the `known`."""
    assert isinstance(known, dict)
    if label is not None and label not in known:
        raise mistake(path, document, key, f"“{label}” is not in the taxonomy ({', '.join(known)})")


def mistake(path: Path, document: Document, key: Key, problem: str) -> SettingsError:
    """What is wrong at `key`, with its file and line."""
    name = ".".join(str(part) for part in key)
    return SettingsError("setting_wrong", file=str(path), line=str(document.line(key)), name=name, problem=problem)
