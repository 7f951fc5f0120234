"""Celery carries the doorbell and nothing else: one task, JSON, no results. Built by the roof."""

from collections.abc import Callable, Sequence

from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis
from redis.exceptions import RedisError

from letters.errors import ServiceError
from workers.house import LANES

TASK = "advance"


def make_celery(broker: str, name: str) -> Celery:
    """A Celery application that can ring. `name` keeps instances on one Redis apart."""
    app = Celery("posteingang", broker=broker, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=False,
        task_default_queue=lane_queue(name, LANES[0]),
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "queue_order_strategy": "priority",
            "global_keyprefix": f"{name}:",
            "socket_timeout": 10,
            "socket_connect_timeout": 5,
        },
    )

    return app


def make_worker(broker: str, name: str, work: Callable[[int], None]) -> Celery:
    """A Celery application whose one task does a work row."""
    app = make_celery(broker, name)

    def advance(work_row: int) -> None:
        work(work_row)

    # Not shared: Celery would give a shared task to every other application of this process too.
    app.task(advance, name=TASK, shared=False)
    return app


def lane_queue(name: str, lane: str) -> str:
    """The queue of a lane."""
    return f"{name}.{lane}"


class CeleryDoorbell:
    """Rings through Celery. A ring may be lost: the sweeper rings again."""

    def __init__(self, broker: str, name: str) -> None:
        self.name = name
        self.app = make_celery(broker, name)

    def ring(self, work: Sequence[int], lane: str) -> None:
        """Ring for these work rows. Raises ServiceError("broker_down")."""
        try:
            with self.app.producer_pool.acquire(block=True, timeout=10) as producer:
                for row in work:
                    self.app.send_task(TASK, (row,), queue=lane_queue(self.name, lane), producer=producer, retry=False)
        except (OperationalError, RedisError, OSError) as error:
            raise ServiceError("broker_down", problem=type(error).__name__) from error


def broker_answers(url: str) -> bool:
    """Whether the Redis at Celery's URL answers."""
    try:
        with Redis.from_url(url.replace("redis+socket://", "unix://"), socket_connect_timeout=2) as redis:
            return bool(redis.ping())
    except (RedisError, OSError, ValueError):
        return False


class SilentDoorbell:
    """Rings nowhere: for an instance that works inline."""

    def ring(self, work: Sequence[int], lane: str) -> None:
        """Nobody listens."""
