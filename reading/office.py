"""Office files become PDF by LibreOffice where it is installed: in a fresh profile, under a time limit, offline."""

import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path

PROGRAMS = ("soffice", "libreoffice")
SUFFIXES = (".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".odp")
NO_SERVICE = ("127.0.0.1", 9)  # the discard port: whatever a document wants from the network ends here
PROFILE = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", NO_SERVICE[0]),
    ("Inet/Settings", "ooInetHTTPProxyPort", str(NO_SERVICE[1])),
    ("Inet/Settings", "ooInetHTTPSProxyName", NO_SERVICE[0]),
    ("Inet/Settings", "ooInetHTTPSProxyPort", str(NO_SERVICE[1])),
)
"""Macros never run, links are never followed (2: never), proxies lead nowhere: names as in LibreOffice's registry."""


def convert_office(path: Path, name: str, folder: Path, seconds: float) -> bytes | None:
    """The office file as PDF; None where LibreOffice is not installed, fails, or needs longer than `seconds`.

    `name` only lends its suffix: LibreOffice judges by content, but a suffix spares it from guessing.
    """
    program = find_program()
    if program is None:
        return None
    desk = folder / "office"
    shutil.rmtree(desk, ignore_errors=True)
    write_profile(desk / "profile")
    suffix = Path(name).suffix.lower()
    source = desk / f"document{suffix if suffix in SUFFIXES else ''}"
    shutil.copyfile(path, source)
    try:
        made = desk / "document.pdf"
        finished = run_program(program, source, desk, seconds)
        return made.read_bytes() if finished and made.exists() else None
    finally:
        shutil.rmtree(desk, ignore_errors=True)


def find_program() -> str | None:
    """Where LibreOffice is installed, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def write_profile(profile: Path) -> None:
    """A fresh user profile that keeps LibreOffice from macros and from the network."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{place}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for place, name, value in PROFILE
    )
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def run_program(program: str, source: Path, desk: Path, seconds: float) -> bool:
    """Convert, then end everything that LibreOffice started; whether it was done before its time was over."""
    profile = (desk / "profile").absolute().as_uri()
    process = subprocess.Popen(  # noqa: S603 - found on the path, given a file and no shell
        [
            program,
            f"-env:UserInstallation={profile}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir", str(desk), str(source)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(desk)},
        process_group=0,
    )
    # The reader itself may be killed meanwhile: then this ends what it leaves behind.
    resource.prlimit(process.pid, resource.RLIMIT_CPU, (round(seconds) + 1, round(seconds) + 1))
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        end_group(process.pid)
        process.wait()
    return True


def end_group(group: int) -> None:
    """Kill every process of the group; none may be left."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
