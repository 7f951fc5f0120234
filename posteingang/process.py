"""How a process of the instance begins: `python -m posteingang.NAME HOME …`, under a leash."""

import logging
import sys
from pathlib import Path

from posteingang.assembly import Assembly
from posteingang.home import Home


def enter(name: str) -> Assembly:
    """The parts of the home that the first argument names; this process logs to `logs/NAME.log`."""
    assembly = Assembly(Home(Path(sys.argv[1])))
    handler = logging.FileHandler(assembly.home.logs / f"{name}.log", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return assembly
