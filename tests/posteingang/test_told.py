"""How the command line says that something is wrong."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from posteingang.cli import main


def test_an_error_is_told_in_the_language_of_the_settings(tmp_path: Path) -> None:
    english = CliRunner(env={"POSTEINGANG_LANGUAGE": "en"}).invoke(main, ["--home", str(tmp_path), "show", "4711"])
    assert (english.exit_code, "There is no letter 4711" in english.output) == (6, True)


def test_so_is_one_for_which_the_settings_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/posteingang.yaml").write_text("workers: [\n")
    for language, word in (("de", "Zeile 2"), ("en", "line 2")):
        told = CliRunner(env={"POSTEINGANG_LANGUAGE": language}).invoke(main, ["--home", str(tmp_path), "check"])
        assert (told.exit_code, word in told.output) == (5, True)


@pytest.mark.parametrize("wrong", [("show", "9" * 20), ("export", "--output", "/nowhere/at/all")])
def test_what_cannot_be_is_a_wrong_use_and_no_crash(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    assert CliRunner().invoke(main, ["--home", str(tmp_path), *wrong]).exit_code == 2


@pytest.mark.parametrize(("wrong", "told"), [("folder", "ist ein Ordner"), ("gone.pdf", "gibt es nicht")])
def test_nothing_is_handed_in_where_one_of_the_files_is_none(tmp_path: Path, wrong: str, told: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "brief.pdf").write_bytes(b"%PDF-")
    home = ["--home", str(tmp_path / "home")]
    handed = CliRunner().invoke(main, [*home, "scan", str(tmp_path / "brief.pdf"), str(tmp_path / wrong)])
    assert (handed.exit_code, told in handed.output) == (6, True)
    assert CliRunner().invoke(main, [*home, "status"]).output.startswith("scans     \n")


def test_waiting_for_no_time_at_all_looks_once(tmp_path: Path) -> None:
    home = ["--home", str(tmp_path / "home")]
    (tmp_path / "home/scans").mkdir(parents=True)
    assert CliRunner().invoke(main, [*home, "wait", "--timeout", "0"]).exit_code == 0
    (tmp_path / "home/scans/brief.pdf").write_bytes(b"%PDF-")
    assert CliRunner().invoke(main, [*home, "wait", "--timeout", "0"]).exit_code == 7


def test_a_home_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = CliRunner().invoke(main, ["--home", str(tmp_path / "file"), "status"])
    assert (refused.exit_code, str(tmp_path / "file") in refused.output) == (5, True)
