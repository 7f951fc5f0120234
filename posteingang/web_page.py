"""The web page's process, on loopback."""

import sys

import uvicorn

from posteingang.assembly import Assembly
from posteingang.process import enter
from web.app import make_app


def run_web(assembly: Assembly, port: int) -> None:
    """Serve until SIGTERM."""
    intake = assembly.settings.intake.model_copy(update={"folders": tuple(assembly.folders)})
    app = make_app(assembly.desk(), assembly.settings.model_copy(update={"intake": intake}))
    uvicorn.run(app, host=assembly.settings.web.host, port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    run_web(enter("web"), int(sys.argv[2]))
