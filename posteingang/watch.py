"""Staying with an instance until it is over: tending it, showing what moves, ending in order."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click

from letters.errors import ServiceError
from posteingang.assembly import Assembly
from posteingang.board import board
from posteingang.up import Instance, opened_day, started_workers, under_way

LOOK_SECONDS = 0.25
QUIET_LOOKS = 2
"""So many looks in a row must find nothing under way."""


def run_up(assembly: Assembly, workers: int, *, until_idle: bool, low: bool) -> None:
    """Open the day and stay until Ctrl-C, or until nothing is under way."""
    with ended_by_signals(), opened_day(assembly, workers) as instance:
        greet(instance)
        stay(instance, is_idle(assembly, low=low) if until_idle else never)


def run_work(assembly: Assembly, workers: int) -> None:
    """Only workers, until Ctrl-C."""
    with ended_by_signals(), started_workers(assembly, workers) as instance:
        click.echo(f"{instance.workers} workers · {assembly.home.path}")
        stay(instance, never)


def greet(instance: Instance) -> None:
    """Where to drop scans, and where to look."""
    for folder in instance.assembly.folder_paths:
        folder.mkdir(parents=True, exist_ok=True)
        click.echo(f"Scans hierher / drop scans here   {folder}")
    click.echo(f"Webseite / web page               {instance.address}")


def never() -> bool:
    """No end but a signal."""
    return False


def is_idle(assembly: Assembly, *, low: bool = False) -> Callable[[], bool]:
    """Whether nothing is under way, asked again and again."""
    quiet = 0

    def ask() -> bool:
        nonlocal quiet
        try:
            quiet = 0 if under_way(assembly, low=low) else quiet + 1
        except (ServiceError, OSError):
            quiet = 0
        return quiet >= QUIET_LOOKS

    return ask


def stay(instance: Instance, is_over: Callable[[], bool]) -> None:
    """Tend the instance and show what moves, until it is over."""
    with board(instance.assembly) as show:
        while not is_over():
            instance.tend()
            with suppress(ServiceError):  # a database that is down is no reason to end: it comes back
                show()
            time.sleep(LOOK_SECONDS)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """SIGTERM ends as Ctrl-C does: in order, and quietly; so does SIGINT where it was ignored by whoever started us."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except KeyboardInterrupt:
        click.echo("beendet / stopped")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until it is so, at most so many seconds; whether it is."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_SECONDS)
    return True
