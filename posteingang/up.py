"""`up`: opens the day. Starts what the instance needs, keeps it running, and ends it in order."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click
import psutil

from intake.tree import count_resting
from letters.errors import ServiceError
from letters.reasons import Language
from posteingang.assembly import Assembly
from posteingang.leash import start_leashed
from posteingang.redis_server import redis_socket, start_redis
from store.database import Database
from store.marks import count_marks
from store.scans import unsettled_scans
from store.work import Claimant, count_work, free_claims, free_dead_claims
from web.guard import check_loopback

log = logging.getLogger(__name__)

STOP_SECONDS = 15.0
QUICK_DEATH_SECONDS = 5.0
FIRST_LESSON: dict[Language, str] = {
    "de": "Das Modell lernt an den Musterbriefen, nur dieses eine Mal (ein bis zwei Minuten) …",
    "en": "The model learns from the sample letters, this once (a minute or two) …",
}


@dataclass
class Child:
    """A process of the instance and how to start it again."""

    name: str
    entry: tuple[str, ...]
    process: subprocess.Popen[bytes]
    claimant: Claimant
    born: float = field(default_factory=time.monotonic)
    quick_deaths: int = 0


class Instance:
    """The running processes of one home."""

    def __init__(self, assembly: Assembly, workers: int) -> None:
        self.assembly = assembly
        self.workers = workers
        self.redis: subprocess.Popen[bytes] | None = None
        self.children: list[Child] = []
        self.port = free_port(assembly.settings.web.host, assembly.settings.web.port)
        self.stopping = False

    @property
    def address(self) -> str:
        """The web page's address."""
        return f"http://{self.assembly.settings.web.host}:{self.port}/"

    def start(self, *, only_workers: bool = False) -> None:
        """Start everything; `only_workers` on a second host."""
        if not only_workers:
            self.start_broker()
            with self.assembly.database().writing() as tx:
                free_dead_claims(tx)
            self.children.append(self.begin("keeper", "posteingang.keeper"))
            self.children.append(self.begin("web", "posteingang.web_page", str(self.port)))
        for number in range(self.workers):
            self.children.append(self.begin(f"worker-{number + 1}", "posteingang.worker"))

    def start_broker(self) -> None:
        """Start the instance's own Redis, where the settings name no other."""
        if not self.assembly.settings.broker.url:
            self.redis = start_redis(self.assembly.home)

    def begin(self, name: str, module: str, *arguments: str) -> Child:
        """Start a process of ours."""
        command = [sys.executable, "-m", module, str(self.assembly.home.path), *arguments]
        process = start_leashed(command, self.assembly.home.logs / f"{name}.out", {"OMP_THREAD_LIMIT": "1"})
        started = psutil.Process(process.pid).create_time()
        return Child(name, (module, *arguments), process, Claimant(socket.gethostname(), process.pid, started))

    def tend(self) -> None:
        """Start again what died, and free at once what it held."""
        if self.redis is not None and (self.redis.poll() is not None or not redis_socket(self.assembly.home).exists()):
            self.restart_redis(self.redis)
        for child in self.children:
            if child.process.poll() is not None:
                self.restart(child)

    def restart_redis(self, redis: subprocess.Popen[bytes]) -> None:
        """Start Redis again, which has died, or whose socket was removed: then it lives but nobody can reach it."""
        end(redis, signal.SIGTERM)
        gone([redis])
        log.warning("redis ended (%s), started again", redis.returncode)
        self.start_broker()

    def restart(self, child: Child) -> None:
        """Start a dead child again; one that dies at once is given time, so that nothing spins."""
        log.warning("%s ended (%s), started again", child.name, child.process.returncode)
        quick = time.monotonic() - child.born < QUICK_DEATH_SECONDS
        child.quick_deaths = child.quick_deaths + 1 if quick else 0
        try:
            with self.assembly.database().writing() as tx:
                free_claims(tx, child.claimant)
        except ServiceError as error:
            log.warning("claims not freed: %s", error.reason.code)
        time.sleep(min(10.0, 0.5 * child.quick_deaths))
        new = self.begin(child.name, *child.entry)
        child.process, child.claimant, child.born = new.process, new.claimant, new.born

    def stop(self) -> None:
        """End every process that was started, and only those: workers first, Redis last."""
        self.stopping = True
        for child in reversed(self.children):
            end(child.process, signal.SIGTERM)
        gone(child.process for child in self.children)
        if self.redis is not None:
            end(self.redis, signal.SIGTERM)
            gone([self.redis])


def end(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send the signal to a process that still runs."""
    if process.poll() is None:
        process.send_signal(number)


def gone(processes: Iterator[subprocess.Popen[bytes]] | list[subprocess.Popen[bytes]]) -> None:
    """Wait until they have ended; who does not in time is killed."""
    until = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def opened_day(assembly: Assembly, workers: int) -> Iterator[Instance]:
    """The instance, running; ended whatever happens. Raises SettingsError where the home is in use."""
    check_loopback(assembly.settings.web.host)
    with assembly.home.locked():
        assembly.database().migrate()
        if assembly.school().is_untrained():
            click.echo(FIRST_LESSON[assembly.settings.language])
        assembly.school().ensure()
        instance = Instance(assembly, workers or assembly.settings.workers or os.cpu_count() or 1)
        try:
            instance.start()
            yield instance
        finally:
            instance.stop()


@contextmanager
def started_workers(assembly: Assembly, workers: int) -> Iterator[Instance]:
    """Only workers, on a second host; ended whatever happens."""
    instance = Instance(assembly, workers or assembly.settings.workers or os.cpu_count() or 1)
    try:
        instance.start(only_workers=True)
        yield instance
    finally:
        instance.stop()


def under_way(assembly: Assembly, *, low: bool = False) -> int:
    """How much is still to do: work, marks, files at rest and refused files not yet laid away; 0: idle.

    A zero-byte file does not count, nor do archive copies but for `low`.
    """
    resting = sum(count_resting(folder) for folder in assembly.folder_paths)
    return resting + work_left(assembly.database(), low=low)


def work_left(database: Database, *, low: bool) -> int:
    """The part of it that the database knows."""
    with database.reading() as tx:
        return count_work(tx, low=low) + count_marks(tx) + len(unsettled_scans(tx))


def free_port(host: str, wanted: int) -> int:
    """The wanted port where it is free, else another."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServiceError("no_free_port", host=host)
