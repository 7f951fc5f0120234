"""The settings of one instance: one typed file, `config/posteingang.yaml`, with overrides from the environment.

A setting `a: {b: …}` is overridden by `POSTEINGANG_A__B`. Secrets (the passwords of database and index) never
stand in the file: they come from the environment, or from the file that `POSTEINGANG_A__B_FILE` names.
"""

import os
from pathlib import Path
from typing import Literal, Self
from zoneinfo import available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config.located import read_yaml, refuse
from letters.errors import SettingsError
from workdays.calendar import known_holidays

PREFIX = "POSTEINGANG_"


class Section(BaseModel):
    """A part of the settings: frozen, and an unknown name is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Folder(Section):
    """A watched folder. `watch`: events of the file system hurry the rescan, or polling alone (network shares)."""

    path: Path = Path("scans")
    watch: Literal["events", "polling"] = "events"
    passes: Literal[1, 2] = 1
    """2: each file holds a stack's fronts, then all its backs, the last sheet's first."""
    hints: dict[str, str] = {}


class Intake(Section):
    """How files come in. Times in seconds."""

    folders: tuple[Folder, ...] = (Folder(),)
    rest: float = Field(default=2.0, gt=0)
    """A file counts when its size and time of change have rested this long, and nobody holds it open for writing."""
    rescan: float = Field(default=5.0, gt=0)
    empty_wait: float = Field(default=600.0, ge=0)
    """A zero-byte file is refused after this long."""


class Reading(Section):
    """How pages are read. `dpi` is the resolution of recognition, `memory_mb` and `page_seconds` a reader's limits."""

    engine: Literal["auto", "tesserocr", "pytesseract"] = "auto"
    languages: tuple[str, ...] = ("deu", "eng")
    dpi: int = Field(default=200, ge=100, le=600)
    memory_mb: int = Field(default=2048, ge=256)
    page_seconds: float = Field(default=60.0, gt=0)
    max_pages: int = Field(default=2000, gt=0)
    max_megapixels: int = Field(default=200, gt=0)


class Splitting(Section):
    """How a batch becomes letters."""

    first_page_sure: float = Field(default=0.95, ge=0, le=1)
    """Without a separator, a new letter begins by itself only where a first page is at least this sure."""


class Thresholds(Section):
    """Below these a person decides: the verdict's probability and its distance to the runner-up, 0..1."""

    topic: float = Field(default=0.85, ge=0, le=1)
    sender_type: float = Field(default=0.55, ge=0, le=1)
    distance: float = Field(default=0.20, ge=0, le=1)


class Database(Section):
    """`url`: SQLAlchemy's; empty: SQLite in the instance's home. `password` only from environment or file."""

    url: str = ""
    password: str = ""


class Broker(Section):
    """`url`: a Redis of one's own; empty: a redis-server of the instance, on a private socket."""

    url: str = ""


class Index(Section):
    """`url`: an Elasticsearch of one's own; empty: tantivy in the instance's home."""

    url: str = ""
    name: str = "posteingang"
    user: str = ""
    password: str = ""
    ca_file: Path | None = None


class Web(Section):
    """The web page. Until there is sign-in, only a loopback address is accepted."""

    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=0, le=65535)
    """0: a free one."""


class Place(Section):
    """Where the organisation sits: its holidays (ISO 3166-1 and -2) decide when a deadline ends."""

    country: Literal["DE", "AT", "CH"] = "DE"
    state: str = ""
    time_zone: str = "Europe/Berlin"

    @model_validator(mode="after")
    def check_names(self) -> Self:
        """Only a state and a time zone that are known: every deadline depends on them."""
        try:
            known_holidays(self.country, self.state)
        except NotImplementedError as error:
            raise ValueError(f"{self.country} has no state “{self.state}”") from error
        if self.time_zone not in available_timezones():
            raise ValueError(f"there is no time zone “{self.time_zone}”")
        return self


class Settings(Section):
    """Everything that can be set."""

    language: Literal["de", "en"] = "de"
    place: Place = Place()
    intake: Intake = Intake()
    reading: Reading = Reading()
    splitting: Splitting = Splitting()
    thresholds: Thresholds = Thresholds()
    database: Database = Database()
    broker: Broker = Broker()
    index: Index = Index()
    web: Web = Web()
    workers: int = Field(default=0, ge=0)
    """0: one per core."""
    archive_copies: bool = True


OTHER_VARIABLES = ("POSTEINGANG_HOME",)
SECRETS = ("database.password", "index.password")


def load_settings(path: Path, environment: dict[str, str] | None = None) -> Settings:
    """The settings of `path` (defaults where it is absent) with the environment's overrides.

    Raises SettingsError with file, line and what is wrong.
    """
    document = read_yaml(path) if path.exists() else None
    if document and not isinstance(document.value, dict):
        raise SettingsError(
            "setting_wrong", file=str(path), line="1", name="", problem="settings are names with values"
        )
    values = dict(document.value) if document else {}
    for secret in SECRETS:
        section, name = secret.split(".")
        if isinstance(values.get(section), dict) and values[section].get(name):
            raise SettingsError("secret_in_file", file=str(path), name=secret)
    overridden = override(values, dict(os.environ) if environment is None else environment)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = tuple(map(str, first["loc"]))
        variable = overridden.get(place[:2]) or overridden.get(place[:1])
        if variable:
            raise SettingsError("variable_wrong", name=variable, problem=first["msg"]) from error
        raise refuse(path, document, error) from error


def override(values: dict[str, object], environment: dict[str, str]) -> dict[tuple[str, ...], str]:
    """Lay the environment's values over `values`, in place; gives the variable that set each."""
    known = {name.upper(): name for name in Settings.model_fields}
    overridden: dict[tuple[str, ...], str] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable in OTHER_VARIABLES:
            continue
        upper, _, name = variable.removeprefix(PREFIX).partition("__")
        if upper not in known:
            raise SettingsError("unknown_variable", name=variable, known=", ".join(known))
        section, name = known[upper], name.lower()
        if f"{section}.{name.removesuffix('_file')}" in SECRETS:
            content: object = read_secret(Path(text), variable) if name.endswith("_file") else text
            name = name.removesuffix("_file")
        else:
            content = as_written(text)
        inner = values.setdefault(section, {}) if name else values
        if isinstance(inner, dict):
            inner[name or section] = content
        overridden[(section, name) if name else (section,)] = variable
    return overridden


def as_written(text: str) -> object:
    """A list or a map as YAML writes it in one line, everything else as text."""
    if not text.startswith(("[", "{")):
        return text
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return text


def read_secret(path: Path, variable: str) -> str:
    """The secret in a file. Raises SettingsError("secret_missing")."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError("secret_missing", variable=variable, file=str(path)) from error
