"""The reader process: takes orders over its standard input, one at a time, until the pipe closes.

It lives under a memory limit, ends with its parent, and never outlives a page by much: an alarm ends it even when a
library hangs. What it prints goes to a log file, never into the pipe.
"""

import os
import queue
import resource
import select
import signal
import sys
import threading
from collections.abc import Callable

from config.settings import Reading
from letters.errors import LetterError, PosteingangError
from letters.reasons import Reason
from reading.archive_copy import Attachment, make_archive_copy
from reading.engines import open_engine
from reading.orders import Answer, Order
from reading.pages import Desk
from reading.scans import open_file
from reading.tessdata import find_tessdata
from reading.wire import Frame, PipeClosedError, receive_frame, send_frame

GRACE = 1.5  # the parent's limit comes first; this one is for a reader whose parent is gone
ORPHANED_EVERY = 2.0
ORDER_FILE = "xrechnung.xml"  # the name of an invoice that came as XML alone, inside its copy
Orders = queue.Queue[Frame]


def main() -> None:
    """The process, given its settings as JSON: serves until the pipe closes."""
    settings = Reading.model_validate_json(sys.argv[1])
    answers = os.dup(1)
    os.dup2(2, 1)
    limit_memory(settings.memory_mb)
    orders: Orders = queue.Queue()
    threading.Thread(target=take_orders, args=(orders, os.getppid()), daemon=True).start()
    desk = Desk(settings, open_engine(settings, find_tessdata(settings.languages)))
    while True:
        frame = orders.get()
        signal.setitimer(signal.ITIMER_REAL, settings.page_seconds * GRACE + 5)
        answer, blob = serve(desk, frame)
        signal.setitimer(signal.ITIMER_REAL, 0)
        send_frame(answers, Frame(answer.model_dump(mode="json", exclude_defaults=True), blob))


def limit_memory(megabytes: int) -> None:
    """No more address space than this, and no core files of letters."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def take_orders(orders: Orders, parent: int) -> None:
    """Put arriving orders into the queue; end the process as soon as the pipe closes or the parent is another."""
    try:
        while True:
            if select.select([0], [], [], ORPHANED_EVERY)[0]:
                orders.put(receive_frame(0))
            elif os.getppid() != parent:
                break
    except (PipeClosedError, ValueError):
        pass
    os._exit(0)


def serve(desk: Desk, frame: Frame) -> tuple[Answer, bytes]:
    """Carry one order out. This is the boundary of what letters can break: nothing they cause gets past it."""
    order = Order.model_validate(frame.message)
    try:
        return TASKS[order.task](desk, order)
    except PosteingangError as error:
        return Answer(error=error.reason), b""
    except MemoryError:
        reason = Reason(code="over_memory", params={"limit": str(desk.settings.memory_mb)})
        return Answer(error=reason, spent_out=True), b""
    except RecursionError:
        return Answer(error=broken(order)), b""
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes a library raise is the letter's fault
        print(f"{order.task}: {type(error).__name__}", file=sys.stderr, flush=True)  # noqa: T201 - the log
        return Answer(error=broken(order)), b""


def broken(order: Order) -> Reason:
    """The reason for a file or page that a library could not cope with."""
    code = "damaged" if order.task == "open" else "page_unreadable"
    return LetterError(code, page=str(order.number + 1)).reason


def do_open(desk: Desk, order: Order) -> tuple[Answer, bytes]:
    """Open a scan."""
    opened = open_file(order.path, order.name, order.folder, desk.limits, two_passes=order.two_passes)
    return Answer(opened=opened), b""


def do_read(desk: Desk, order: Order) -> tuple[Answer, bytes]:
    """Read a page."""
    return Answer(page=desk.read_page(order.path, order.kind, order.number)), b""


def do_picture(desk: Desk, order: Order) -> tuple[Answer, bytes]:
    """Make a page's picture."""
    return Answer(), desk.picture(order.path, order.kind, order.number, order.width, order.read)


def do_copy(desk: Desk, order: Order) -> tuple[Answer, bytes]:
    """Write an archive copy."""
    files = [Attachment(ORDER_FILE, order.attached.read_bytes())] if order.attached else []
    made = make_archive_copy(
        order.path, order.kind, order.pages, order.target, title=order.name, created=order.created, attachments=files
    )
    return Answer(copied=made), b""


TASKS: dict[str, Callable[[Desk, Order], tuple[Answer, bytes]]] = {
    "open": do_open,
    "read": do_read,
    "picture": do_picture,
    "copy": do_copy,
}

if __name__ == "__main__":
    main()
