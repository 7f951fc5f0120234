"""A running instance, as a user would start it, and its command line."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent


class Instance:
    """One home with its environment; `up` runs in a process of its own."""

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self.home = home
        own = {name: value for name, value in os.environ.items() if not name.startswith("POSTEINGANG_")}
        quick = {"POSTEINGANG_WEB__PORT": "0", "POSTEINGANG_INTAKE__REST": "0.5", "POSTEINGANG_INTAKE__RESCAN": "1"}
        self.environment = {**own, **quick, **(settings or {})}
        self.process: subprocess.Popen[str] | None = None

    @property
    def scans(self) -> Path:
        return self.home / "scans"

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "posteingang", "--home", str(self.home), *map(str, arguments)]

    def call(self, *arguments: str | Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            check=False,
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def run(self, *arguments: str | Path, timeout: float = 300) -> str:
        """The command's output; it must succeed."""
        done = self.call(*arguments, timeout=timeout)
        assert done.returncode == 0, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def records(self, *arguments: str) -> list[dict[str, Any]]:
        """What `export` gives."""
        return [json.loads(line) for line in self.run("export", "--format", "jsonl", *arguments).splitlines()]

    def status(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("status", "--json"))
        return found

    def up(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it, and wait until its keeper runs."""
        self.home.mkdir(parents=True, exist_ok=True)
        log = (self.home / "up.txt").open("a")
        command = self.command("up", *arguments)
        self.process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, text=True)
        wait_for(lambda: bool(self.children("keeper")), 120, "the keeper to start")
        return self.process

    def children(self, kind: str = "") -> list[psutil.Process]:
        """The processes of this home but `up` itself; `kind`: worker, keeper, web, reader or redis alone."""
        if self.process is None or self.process.poll() is not None:
            return []
        try:
            found = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return [child for child in found if kind in described(child)]

    def stop(self) -> None:
        """Ctrl-C, as a user would; nothing that was started may live on."""
        if self.process is not None and self.process.poll() is None:
            everybody = self.children()
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=90)
            wait_for(lambda: not any(map(lives, everybody)), 10, "everybody to end")

    def kill(self) -> None:
        """Whatever is left, ended."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def output(self) -> str:
        return (self.home / "up.txt").read_text()


def lives(process: psutil.Process) -> bool:
    """Whether it still runs."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def described(process: psutil.Process) -> str:
    """What the process is, in a word."""
    try:
        words = " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return "gone"
    for kind in ("reading.reader", "posteingang.worker", "posteingang.keeper", "posteingang.web_page", "redis-server"):
        if kind in words:
            return kind
    return words


def wait_for(is_so: Callable[[], bool], seconds: float, what: str) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"waited {seconds} s in vain for {what}"
        time.sleep(0.1)
