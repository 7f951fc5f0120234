"""The mail taxonomy: sender types, topics and departments are data (config/taxonomy.yaml), never code."""

from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from config.located import read_yaml, refuse
from config.settings import Section
from letters.errors import SettingsError
from letters.labels import CLEARING
from letters.reasons import Language


class Named(Section):
    """An entry with its names: German `de`, English `en`."""

    de: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def name(self, language: Language) -> str:
        """The display name in German or English."""
        return self.de if language == "de" else self.en


class SenderType(Named):
    """A kind of sender; `covers` says in a line who belongs to it."""

    covers: str = ""


class Topic(Named):
    """What a letter is about, and the department that gets it when no finer rule applies.

    `service_days`: working days within which an answer is due. `confidential`: only the department itself may see it.
    `examples`: letters in full, so that a topic is usable before the model was ever trained on it. `e_invoice`: what
    carries an e-invoice (EN 16931) is about this topic.
    """

    department: str
    covers: str = ""
    service_days: int = Field(default=5, ge=0, le=250)
    confidential: bool = False
    examples: tuple[str, ...] = ()
    e_invoice: bool = False


class Department(Named):
    """A department with a queue of its own."""


class Taxonomy(Section):
    """All labels of one organisation, by their keys."""

    sender_types: dict[str, SenderType] = Field(min_length=1)
    topics: dict[str, Topic] = Field(min_length=1)
    departments: dict[str, Department] = Field(min_length=1)

    @model_validator(mode="after")
    def check_departments(self) -> Self:
        """No department takes the name of the clearing queue."""
        if CLEARING in self.departments:
            raise ValueError(f"“{CLEARING}” is the name of the clearing queue, no department may have it")
        return self


def load_taxonomy(path: Path) -> Taxonomy:
    """The taxonomy at `path`. Raises SettingsError with file, line and what is wrong."""
    document = read_yaml(path)
    try:
        taxonomy = Taxonomy.model_validate(document.value)
    except ValidationError as error:
        raise refuse(path, document, error) from error
    for name, topic in taxonomy.topics.items():
        if topic.department not in taxonomy.departments:
            line = document.line(("topics", name, "department"))
            where = f"topics.{name}.department"
            problem = f"“{topic.department}” is no department"
            raise SettingsError("setting_wrong", file=str(path), line=str(line), name=where, problem=problem)
    return taxonomy
