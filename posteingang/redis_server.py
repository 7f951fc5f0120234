"""A Redis of the instance's own: on a private socket, keeping nothing, for the doorbell is all it carries."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from letters.errors import ServiceError, SettingsError
from posteingang.home import Home
from posteingang.leash import start_leashed
from workers.celery_app import broker_answers

LONGEST_SOCKET_PATH = 100
"""A socket's path has room for 108 bytes (unix(7))."""
START_SECONDS = 10.0


def redis_socket(home: Home) -> Path:
    """Where the instance's socket lies: in the home, or, where that path is too long, in a folder named in the home."""
    socket = home.run / "redis.sock"
    if len(str(socket).encode()) < LONGEST_SOCKET_PATH:
        return socket
    pointer = home.run / "redis.folder"
    if not pointer.exists() or not Path(pointer.read_text(encoding="utf-8")).is_dir():
        pointer.write_text(tempfile.mkdtemp(prefix="posteingang-"), encoding="utf-8")
    return Path(pointer.read_text(encoding="utf-8")) / "redis.sock"


def own_broker(home: Home) -> str:
    """The URL of the instance's own Redis."""
    return f"redis+socket://{redis_socket(home)}"


def start_redis(home: Home) -> subprocess.Popen[bytes]:
    """Start the instance's own Redis and wait until it answers.

    Raises SettingsError("redis_missing"), ServiceError("broker_down").
    """
    server = shutil.which("redis-server")
    if server is None:
        raise SettingsError("redis_missing")
    socket = redis_socket(home)
    socket.unlink(missing_ok=True)
    options = {"port": "0", "unixsocket": str(socket), "unixsocketperm": "700", "save": "", "appendonly": "no"}
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    process = start_leashed([server, *arguments, "--dir", str(socket.parent)], home.logs / "redis.log")
    wait_for_redis(process, own_broker(home))
    return process


def wait_for_redis(process: subprocess.Popen[bytes], broker: str) -> None:
    """Wait until it answers."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if broker_answers(broker):
            return
        time.sleep(0.05)
    raise ServiceError("broker_down", problem="redis-server")
