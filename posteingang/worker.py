"""The worker's process: takes doorbells off Celery, one at a time, until it is told to end."""

import os
from contextlib import suppress

from classifiers.sense import encoder
from letters.errors import ServiceError
from posteingang.assembly import Assembly
from posteingang.process import enter
from workers.advance import advance
from workers.celery_app import lane_queue, make_worker
from workers.house import LANES, House


def run_worker(assembly: Assembly) -> None:
    """Work until SIGTERM."""
    house = assembly.house(assembly.doorbell())
    app = make_worker(assembly.broker, assembly.instance, lambda work: advance(house, work))
    queues = ",".join(lane_queue(assembly.instance, lane) for lane in LANES)
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    name = f"{assembly.instance}-{os.getpid()}@%h"
    warm_up(house)
    app.worker_main(["worker", "--pool", "solo", "--queues", queues, "--hostname", name, *quiet])


def warm_up(house: House) -> None:
    """Load what the first letter would wait for: the reader with its engine, the model, the sense of sentences."""
    house.reader()
    with suppress(ServiceError):  # no model yet: the first letter says so
        house.classifier()
    encoder()


if __name__ == "__main__":
    run_worker(enter("worker"))
