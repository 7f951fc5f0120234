"""A real Elasticsearch node: the minimal distribution from Maven Central, unpacked into the server's folder.

It has no `analysis-common`, no `_reindex`, no scripts and no `GET /`: what works here works on a full one.
"""

import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.parts.serving import find_program, free_port, give_away, missing, server_folder, serving

VERSION = "8.19.8"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PACKAGES = "maven openjdk-17-jdk-headless"
START_SECONDS = 120


@pytest.fixture(scope="session")
def elastic_url() -> Iterator[str]:
    """The address of a node without security, on the loopback."""
    java = find_java()
    distribution = fetch_distribution()
    with server_folder("elastic") as folder:
        home = unpack(distribution, folder)
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        options = {
            "xpack.security.enabled": "false",
            "discovery.type": "single-node",
            "http.port": str(port),
            "transport.port": str(free_port()),
            "path.data": str(folder / "data"),
            "path.logs": str(folder / "logs"),
        }
        command = [str(home / "bin/elasticsearch"), *(f"-E{name}={value}" for name, value in options.items())]
        with serving(command, folder, lambda: answers(url), START_SECONDS, java_environment(java, folder)):
            yield url


def find_java() -> Path:
    """The home of a JDK 17 or 21, one of which Debian has; the test is skipped (in CI: fails) where there is none."""
    homes = [home for release in (17, 21) for home in Path("/usr/lib/jvm").glob(f"java-{release}-openjdk-*")]
    if not homes:
        missing("A Java 17 or 21", PACKAGES)
    return homes[0]


def java_environment(java: Path, folder: Path) -> dict[str, str]:
    """What Elasticsearch is told about its Java: half a gigabyte is enough for tests.

    Its temporary folder must not hold the distribution itself.
    """
    temporary = folder / "tmp"
    temporary.mkdir()
    give_away(temporary)
    return {"ES_JAVA_HOME": str(java), "ES_TMPDIR": str(temporary), "ES_JAVA_OPTS": "-Xms512m -Xmx512m"}


def fetch_distribution() -> Path:
    """The zip in the local Maven repository, fetched once."""
    maven = find_program("mvn", PACKAGES)
    folder = Path.home() / ".m2/repository/org/elasticsearch/distribution/integ-test-zip/elasticsearch" / VERSION
    archive = folder / f"elasticsearch-{VERSION}.zip"
    if not archive.exists():
        command = [maven, "-q", "-B", "dependency:get", "-Dtransitive=false", f"-Dartifact={ARTIFACT}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.fail(f"Maven did not fetch Elasticsearch:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return archive


def unpack(archive: Path, folder: Path) -> Path:
    """The distribution's home; zipfile drops the marks of what may be run, so they are set again."""
    with zipfile.ZipFile(archive) as stream:
        stream.extractall(folder)
    home = folder / f"elasticsearch-{VERSION}"
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    give_away(home)
    return home


def answers(url: str) -> bool:
    """Whether the node takes writes."""
    try:
        with urlopen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
