"""A leash: a child process that ends when its parent does, however the parent ends."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that a process is sent when the thread that made it dies. It outlives execve(2)."""


def start_leashed(
    command: Sequence[str], log: Path, environment: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a command that is sent SIGTERM when this process dies; its output goes to `log`.

    It leads a session of its own, so that Ctrl-C reaches the parent alone, which then ends its children in order.
    """
    launcher = [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]
    with log.open("ab") as stream:
        return subprocess.Popen(  # noqa: S603 (our own command)
            launcher,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
        )


def take_leash(parent: int) -> None:
    """Ask to be ended when the parent dies; end now if it died already."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    take_leash(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 (our own command)
