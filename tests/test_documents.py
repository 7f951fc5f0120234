"""The documents say what is so: commands, settings, links, terms and figures are held against the code."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
import yaml
from pydantic import BaseModel

from config.settings import SECRETS, Settings, load_settings
from config.taxonomy import load_taxonomy
from letters.reasons import TEXTS
from posteingang.cli import main

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted((ROOT / "docs/guide").glob("*.md"))
MANUALS = [*sorted(ROOT.glob("README*.md")), *GUIDES, ROOT / "samples/README.md", ROOT / "docs/glossary.md"]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").rglob("*.md")})
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
CALL = re.compile(r"(?<![\w@:=.-])(?:\S*/)?posteingang (?:--home \S+ )?([a-z]+)\b([^|#`\n]*)")
START = re.compile(r"scripts/start\b([^|#`\n]*)")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
ROW = re.compile(r"^\| `([a-z_.]+)` \| ([^|]+) \|", re.MULTILINE)


def named(path: Path) -> str:
    """A document's name in a test's name."""
    return str(path.relative_to(ROOT))


def code_of(text: str) -> str:
    """Everything that stands as code in the document, piece by piece."""
    return "\n".join(fence or span for fence, span in CODE.findall(text))


def check_call(command: str, rest: str) -> None:
    """The command exists, and so do the options it is called with."""
    known = main.commands.get(command)
    assert known is not None, f"there is no command `posteingang {command}`"
    options = {name for option in known.params if isinstance(option, click.Option) for name in option.opts}
    for option in re.findall(r"(?<!\S)--[a-z-]+", rest):
        assert option in {*options, "--help"}, f"`posteingang {command}` has no {option}"


@pytest.mark.parametrize("path", MANUALS, ids=named)
def test_each_command_named_exists(path: Path) -> None:
    code = code_of(path.read_text(encoding="utf-8"))
    for command, rest in CALL.findall(code):
        check_call(command, rest)
    for rest in START.findall(code):
        check_call("up", rest)


def test_commands_are_found_in_documents() -> None:
    told = {command for path in MANUALS for command, _ in CALL.findall(code_of(path.read_text(encoding="utf-8")))}
    assert told >= {name for name, command in main.commands.items() if not command.hidden}


def test_each_command_named_in_a_reason_exists() -> None:
    for texts in TEXTS.values():
        for command, rest in CALL.findall(code_of("\n".join(texts))):
            check_call(command, rest)


def settings_of(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every setting by its name, with its default; those of a list's entries under the list's name."""
    for name, field in model.model_fields.items():
        inner = [kind for kind in (field.annotation, *get_args(field.annotation)) if is_section(kind)]
        if not inner or get_args(field.annotation):
            yield prefix + name, field.default
        for kind in inner:
            assert isinstance(kind, type)
            yield from settings_of(kind, f"{prefix}{name}.")


def is_section(kind: object) -> bool:
    """Whether it is a part of the settings with names of its own."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


ALL_SETTINGS = dict(settings_of(Settings))


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_administration_guide_has_every_setting_with_its_default(language: str) -> None:
    text = (ROOT / f"docs/guide/administration.{language}.md").read_text(encoding="utf-8")
    rows = ROW.findall(next(part for part in text.split("\n## ") if "| `language` |" in part))
    assert {name for name, _ in rows} == set(ALL_SETTINGS)
    for name, told in rows:
        default = ALL_SETTINGS[name]
        if told.startswith("`") and told.endswith("`"):
            plain = (
                list(default) if isinstance(default, tuple) else str(default) if isinstance(default, Path) else default
            )
            assert yaml.safe_load(told.strip("`")) == plain, name
        else:
            assert default in ("", None, {}) or name == "intake.folders", name


def test_there_are_not_more_than_forty_settings() -> None:
    assert len(ALL_SETTINGS) <= 40


def uncommented(path: Path) -> str:
    """The example with all settings switched on: their # stands at the left edge, a remark's has one blank after it."""
    return re.sub(r"^#(?=(?: {2,}(?:- )?)?[a-z_]+:)", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_the_example_settings_are_the_defaults(tmp_path: Path) -> None:
    example = ROOT / "config/posteingang.yaml"
    switched_on = tmp_path / "posteingang.yaml"
    switched_on.write_text(uncommented(example), encoding="utf-8")
    assert load_settings(example, {}) == load_settings(switched_on, {}) == Settings()


def test_the_example_names_every_setting_but_the_secrets() -> None:
    document = yaml.safe_load(uncommented(ROOT / "config/posteingang.yaml"))
    told = {f"{key}.{name}" for key, value in document.items() if isinstance(value, dict) for name in value}
    told |= {key for key, value in document.items() if not isinstance(value, dict)}
    told |= {f"intake.folders.{name}" for name in document["intake"]["folders"][0]}
    assert told == set(ALL_SETTINGS) - set(SECRETS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_each_relative_link_leads_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


def test_each_guide_is_there_in_both_languages_with_the_same_parts() -> None:
    names = {path.name.split(".")[0] for path in GUIDES}
    for name in names:
        parts = [
            len(re.findall(r"^#+ |^\| ", (ROOT / f"docs/guide/{name}.{language}.md").read_text(), re.MULTILINE))
            for language in ("de", "en")
        ]
        assert parts[0] == parts[1], name


def glossary() -> list[list[str]]:
    """The rows of the glossary: German, English, meaning, where in the code."""
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return rows[1:]


def test_the_glossary_names_each_term_once() -> None:
    for column in (0, 1):
        terms = [term for row in glossary() for term in re.split(r", (?![^(]*\))", row[column])]
        assert [term for term, count in Counter(terms).items() if count > 1] == []
    assert all(len(row) == 4 and all(row) for row in glossary())


def test_the_glossary_points_at_code_that_is_there() -> None:
    for *_, where in glossary():
        for place, name in re.findall(r"`([\w/.]+/[\w/.]*)(?:: (\w+))?`", where):
            assert (ROOT / place).exists(), place
            assert not name or name in (ROOT / place).read_text(encoding="utf-8"), where


def letters_in(path: Path) -> list[dict[str, object]]:
    """The labelled letters of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_samples_are_as_described() -> None:
    files = sorted((ROOT / "samples/letters").glob("*.jsonl"))
    letters = [letter for path in files for letter in letters_in(path)]
    demo = letters_in(ROOT / "samples/demo/letters.jsonl")
    topics = load_taxonomy(ROOT / "config/taxonomy.yaml").topics
    assert {len(letters_in(path)) for path in files} == {80}
    assert all(
        Counter(letter["topic"] for letter in letters_in(path))[topic] >= 3 for path in files for topic in topics
    )
    told = (ROOT / "samples/README.md").read_text(encoding="utf-8")
    figures = {
        "letters": f"{len(letters) + len(demo):,} labelled letters",
        "organisations": f"{len(files)} organisations × 80 letters",
        "demo": f"{len(demo)} letters to a further organisation",
        "unsure": f"{sum(bool(letter.get('unsure')) for letter in demo)} are rightly unsure",
        "traps": f"| Traps | {sum(bool(letter['trap']) for letter in letters):,}:",
        "due": f"| Deadlines, urgent | {count(letters, 'deadline'):,} and {count(letters, 'urgent')} |",
        "german": f"{sum(letter['language'] == 'de' for letter in letters):,} German",
    }
    for name, figure in figures.items():
        assert figure in told, name


def count(letters: list[dict[str, object]], key: str) -> int:
    """Of how many letters this is so."""
    return sum(bool(letter[key]) for letter in letters)
