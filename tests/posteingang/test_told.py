"""How the command line says that something is wrong."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from posteingang.cli import main


def test_an_error_is_told_in_the_language_of_the_settings(tmp_path: Path) -> None:
    english = CliRunner(env={"POSTEINGANG_LANGUAGE": "en"}).invoke(main, ["--home", str(tmp_path), "show", "4711"])
    assert (english.exit_code, "There is no letter 4711" in english.output) == (6, True)


@pytest.mark.parametrize("wrong", [("show", "9" * 20), ("export", "--output", "/nowhere/at/all")])
def test_what_cannot_be_is_a_wrong_use_and_no_crash(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["--home", str(tmp_path), *wrong]).exit_code == 2
