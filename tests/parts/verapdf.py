"""veraPDF, the reference validator of PDF/A, from Maven Central: a tool of the tests, not a part of the product."""

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.parts.elastic import find_java
from tests.parts.serving import find_program

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>tests</groupId><artifactId>verapdf</artifactId><version>1</version>
<packaging>pom</packaging><dependencies><dependency><groupId>org.verapdf.apps</groupId>
<artifactId>greenfield-apps</artifactId><version>1.28.2</version></dependency></dependencies></project>"""
PACKAGES = "maven openjdk-17-jdk-headless"
RESULT = re.compile(r"^(PASS|FAIL) (.+) (\d\w)$")
RULE = re.compile(r"^  FAIL (\S+)$")


class Validated(NamedTuple):
    """What a file claims to be ("2b", "3b"), and the clauses that it breaks."""

    level: str
    broken: tuple[str, ...] = ()


Validate = Callable[[Sequence[Path]], dict[Path, Validated]]


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Validate:
    """Validates files against the level that each claims; one call for many, for Java is slow to start."""
    classes = fetch_classes(tmp_path_factory.mktemp("verapdf"))
    java = str(find_java() / "bin" / "java")

    def validate(paths: Sequence[Path]) -> dict[Path, Validated]:
        options = ["org.verapdf.apps.GreenfieldCliWrapper", "--format", "text", "-v"]
        command = [java, "-Xmx512m", "-cp", classes, *options, *map(str, paths)]
        return parse_report(subprocess.run(command, capture_output=True, text=True, check=False).stdout)

    return validate


def fetch_classes(folder: Path) -> str:
    """The class path of the validator in the local Maven repository, fetched once."""
    maven = find_program("mvn", PACKAGES)
    pom, found = folder / "pom.xml", folder / "classes.txt"
    pom.write_text(POM)
    command = [maven, "-q", "-B", "-f", str(pom), "dependency:build-classpath", f"-Dmdep.outputFile={found}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"Maven did not fetch veraPDF:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return found.read_text().strip()


def parse_report(report: str) -> dict[Path, Validated]:
    """The verdicts of a report."""
    verdicts: dict[Path, Validated] = {}
    last = Path(os.devnull)
    for line in report.splitlines():
        if result := RESULT.match(line):
            last = Path(result[2])
            verdicts[last] = Validated(result[3])
        elif (rule := RULE.match(line)) and last in verdicts:
            level, broken = verdicts[last]
            verdicts[last] = Validated(level, (*broken, rule[1]))
    return verdicts
