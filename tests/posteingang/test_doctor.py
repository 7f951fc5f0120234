"""The doctor says what is missing, and the command that mends it."""

from pathlib import Path

import pytest

from posteingang.checks import doctor
from posteingang.home import Home
from tests.parts.serving import free_port


@pytest.mark.parametrize(
    ("variable", "scheme", "what", "remedy"),
    [
        ("POSTEINGANG_BROKER__URL", "redis", "Redis", "sudo systemctl start redis-server"),
        ("POSTEINGANG_INDEX__URL", "http", "index", "sudo systemctl start elasticsearch"),
        ("POSTEINGANG_DATABASE__URL", "postgresql", "database", "sudo systemctl start postgresql"),
    ],
)
def test_a_service_that_is_away_hides_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, scheme: str, what: str, remedy: str
) -> None:
    monkeypatch.setenv(variable, f"{scheme}://127.0.0.1:{free_port()}")
    found = doctor(Home(tmp_path))
    wrong = [each for each in found if not each.sound]
    assert [each.what for each in wrong] == [what]
    assert remedy in wrong[0].remedy
    names = {each.what.partition(" (")[0] for each in found}
    assert names >= {"tesseract", "Tesseract's languages", "database", "index"}


def test_a_program_and_a_language_that_are_missing_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("POSTEINGANG_READING__LANGUAGES", "[deu, xyz]")
    remedies = "\n".join(each.remedy for each in doctor(Home(tmp_path / "home")))
    for package in ("tesseract-ocr\n", "tesseract-ocr-xyz", "redis-server"):
        assert f"{package}" in remedies
        assert "sudo apt" in remedies


def test_a_mistake_in_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/routing.yaml").write_text("rules: [\n")
    wrong = [each for each in doctor(Home(tmp_path)) if not each.sound]
    assert [each.what for each in wrong] == ["settings, taxonomy, rules"]
    assert "routing.yaml, line 2" in wrong[0].remedy


def test_a_home_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    wrong = [each for each in doctor(Home(tmp_path / "file")) if not each.sound]
    assert [each.what for each in wrong] == ["home"]
    assert "--home" in wrong[0].remedy
