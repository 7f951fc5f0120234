"""A real Elasticsearch node: the minimal distribution from Maven Central, unpacked into the server's folder.

It has no `analysis-common`, no `_reindex`, no scripts and no `GET /`: what works here works on a full one.
"""

import ssl
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.parts.serving import clean_environment, find_program, free_port, give_away, missing, server_folder, serving

VERSION = "8.19.8"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PACKAGES = "maven openjdk-17-jdk-headless"
START_SECONDS = 240
USER, PASSWORD = "clerk", "only-for-tests"
ROLES = """
posteingang:
  indices:
    - names: ["posteingang", "posteingang-*"]
      privileges: ["all"]
"""
UNCHECKED = ssl.create_default_context()
UNCHECKED.check_hostname = False
UNCHECKED.verify_mode = ssl.CERT_NONE
"""For the question whether the node is up; who it is, is what the tests check."""


class SecuredElastic(NamedTuple):
    """A node that asks who is there: its address, a user, and who signed its certificate."""

    url: str
    user: str
    password: str
    ca_file: Path


@pytest.fixture(scope="session")
def elastic_url() -> Iterator[str]:
    """The address of a node without security, on the loopback."""
    with server_folder("elastic") as folder:
        home = unpack(fetch_distribution(), folder)
        with node(home, {"xpack.security.enabled": "false"}) as port:
            yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def elastic_secured() -> Iterator[SecuredElastic]:
    """A node with a password and a certificate of its own."""
    with server_folder("elastic") as folder:
        home = unpack(fetch_distribution(), folder)
        certificate, key = home / "config/node.pem", home / "config/node.key"
        make_certificate(certificate, key)
        add_user(home, USER, PASSWORD)
        give_away(home)
        options = {
            "xpack.security.enabled": "true",
            "xpack.security.http.ssl.enabled": "true",
            "xpack.security.http.ssl.certificate": str(certificate),
            "xpack.security.http.ssl.key": str(key),
        }
        with node(home, options) as port:
            yield SecuredElastic(f"https://127.0.0.1:{port}", USER, PASSWORD, certificate)


@contextmanager
def node(home: Path, security: Mapping[str, str]) -> Iterator[int]:
    """A running node of this distribution; gives its port."""
    folder, port = home.parent, free_port()
    options = {
        "discovery.type": "single-node",
        "http.port": str(port),
        "transport.port": str(free_port()),
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        **security,
    }
    command = [str(home / "bin/elasticsearch"), *(f"-E{name}={value}" for name, value in options.items())]
    with serving(command, folder, lambda: takes_writes(port), START_SECONDS, java_environment(folder)):
        yield port


def make_certificate(certificate: Path, key: Path) -> None:
    """A certificate for the loopback, signed by itself."""
    openssl = find_program("openssl", "openssl")
    name = ["-subj", "/CN=posteingang-test", "-addext", "subjectAltName=IP:127.0.0.1"]
    out = ["-keyout", str(key), "-out", str(certificate)]
    run = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *name, *out]
    subprocess.run(run, check=True, capture_output=True)


def add_user(home: Path, name: str, password: str) -> None:
    """A user with no more rights than the guide names."""
    (home / "config/roles.yml").write_text(ROLES, encoding="utf-8")
    command = [str(home / "bin/elasticsearch-users"), "useradd", name, "-p", password, "-r", "posteingang"]
    environment = clean_environment(home.parent) | java_environment(home.parent)
    subprocess.run(command, check=True, capture_output=True, env=environment)


def find_java() -> Path:
    """The home of a JDK 17 or 21, one of which Debian has; the test is skipped (in CI: fails) where there is none."""
    homes = [home for release in (17, 21) for home in Path("/usr/lib/jvm").glob(f"java-{release}-openjdk-*")]
    if not homes:
        missing("A Java 17 or 21", PACKAGES)
    return homes[0]


def java_environment(folder: Path) -> dict[str, str]:
    """What Elasticsearch is told about its Java: half a gigabyte is enough for tests.

    Its temporary folder must not hold the distribution itself.
    """
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    give_away(temporary)
    return {"ES_JAVA_HOME": str(find_java()), "ES_TMPDIR": str(temporary), "ES_JAVA_OPTS": "-Xms512m -Xmx512m"}


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


def takes_writes(port: int) -> bool:
    """Whether the node says so, or asks for a password, which it does when it is up."""
    for scheme in ("http", "https"):
        address = f"{scheme}://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow&timeout=1s"
        try:
            with urlopen(address, timeout=5, context=UNCHECKED) as answer:
                return bool(answer.status == 200)
        except HTTPError as error:
            return error.code == 401
        except OSError:
            continue
    return False
