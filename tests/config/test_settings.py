"""The settings: file, environment before it, and whom an error blames."""

from pathlib import Path

import pytest

from config.settings import load_settings
from letters.errors import SettingsError

ABSENT = Path("/nowhere/posteingang.yaml")


def test_the_environment_counts_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "posteingang.yaml"
    file.write_text("workers: 3\nintake: {rest: 9, rescan: 7}\n")
    settings = load_settings(file, {"POSTEINGANG_WORKERS": "2", "POSTEINGANG_INTAKE__REST": "1.5"})
    assert (settings.workers, settings.intake.rest, settings.intake.rescan) == (2, 1.5, 7)


def test_a_list_can_stand_in_the_environment() -> None:
    environment = {
        "POSTEINGANG_READING__LANGUAGES": "[deu, pol]",
        "POSTEINGANG_INTAKE__FOLDERS": "[{path: north}, {path: /srv/south, watch: polling}]",
    }
    settings = load_settings(ABSENT, environment)
    assert settings.reading.languages == ("deu", "pol")
    assert [(str(each.path), each.watch) for each in settings.intake.folders] == [
        ("north", "events"),
        ("/srv/south", "polling"),
    ]


@pytest.mark.parametrize("password", ["[x", "{x}", "[a, b]", "plain"])
def test_a_password_is_taken_as_it_is(tmp_path: Path, password: str) -> None:
    (tmp_path / "secret").write_text(f"{password}\n")
    told = {"POSTEINGANG_DATABASE__PASSWORD": password, "POSTEINGANG_INDEX__PASSWORD_FILE": str(tmp_path / "secret")}
    settings = load_settings(ABSENT, told)
    assert settings.database.password == settings.index.password == password


@pytest.mark.parametrize(
    ("variable", "value"),
    [("POSTEINGANG_INTAKE__REST", "soon"), ("POSTEINGANG_WORKERS", "[1"), ("POSTEINGANG_WEB__X", "1")],
)
def test_a_wrong_variable_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        load_settings(ABSENT, {variable: value})
    assert (wrong.value.reason.code, wrong.value.reason.params["name"]) == ("variable_wrong", variable)


def test_a_mistake_in_the_file_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "posteingang.yaml"
    file.write_text("workers: 2\nintake:\n  rest: soon\n")
    with pytest.raises(SettingsError) as wrong:
        load_settings(file, {"POSTEINGANG_INTAKE__RESCAN": "3"})
    assert (wrong.value.reason.code, wrong.value.reason.params["line"]) == ("setting_wrong", "3")
