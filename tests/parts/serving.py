"""What every part needs: a folder and a user to run as, a free port, a start that waits and a stop that is sure."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest


class Who(NamedTuple):
    """The user and groups to run as; None: whoever runs the tests."""

    user: str | None = None
    group: str | None = None
    extra_groups: tuple[str, ...] | None = None


WHO = Who("nobody", "nogroup", ()) if os.geteuid() == 0 else Who()
"""Some servers refuse root: as root all of them run as the unprivileged user."""


def missing(what: str, packages: str) -> None:
    """Skip the test, or fail it where CI is set: there every part must be at hand."""
    text = f"{what} is not installed. Please run: sudo apt-get install {packages}"
    if os.environ.get("CI") == "true":
        pytest.fail(text)
    pytest.skip(text)


def find_program(name: str, packages: str, *folders: str) -> str:
    """The program's path; the test is skipped (in CI: fails) where it is not installed."""
    found = shutil.which(name, path=os.pathsep.join([*folders, os.environ.get("PATH", "")]))
    if found is None:
        missing(name, packages)
    assert found is not None
    return found


def free_port() -> int:
    """A port of the loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server_folder(name: str) -> Iterator[Path]:
    """A folder outside the checkout that belongs to whoever runs the server, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"posteingang-{name}-"))
    try:
        give_away(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def give_away(folder: Path) -> None:
    """As root: the folder and all in it go to the unprivileged user."""
    if WHO.user:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, WHO.user)


def run_as_server(command: Sequence[str], folder: Path) -> None:
    """Run a command to its end as the user of the server; raises CalledProcessError with what it printed."""
    environment = clean_environment(folder)
    user, group, groups = WHO
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd=folder,
        env=environment,
        user=user,
        group=group,
        extra_groups=groups,
    )


@contextmanager
def serving(
    command: Sequence[str],
    folder: Path,
    is_up: Callable[[], bool],
    seconds: float = 90,
    extra: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Start the server, wait until it is up, and stop it with its children at the end."""
    log = folder / "server.log"
    environment = clean_environment(folder) | dict(extra or {})
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
            user=WHO.user,
            group=WHO.group,
            extra_groups=WHO.extra_groups,
        )
    try:
        wait_until_up(process, is_up, seconds, log)
        yield
    finally:
        stop(process)


def wait_until_up(process: subprocess.Popen[bytes], is_up: Callable[[], bool], seconds: float, log: Path) -> None:
    """Return when the server answers; fail with the end of its log when it ends or takes too long."""
    end = time.monotonic() + seconds
    while not is_up():
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"{process.args!r} did not come up:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the process, asked first, and whatever it started."""
    children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in children:
        if child.is_running():
            child.kill()


def clean_environment(folder: Path) -> dict[str, str]:
    """The environment of a server: its home is its folder."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8", "TMPDIR": str(folder)}
