"""What goes over the pipe between a worker and its reader: frames of one JSON object and raw bytes.

A frame is two lengths (4 bytes each, big-endian), the JSON in UTF-8, and the bytes of a picture (none in most frames).
"""

import os
import select
import struct
import time
from typing import Any, NamedTuple

from pydantic import TypeAdapter

HEAD = struct.Struct(">II")
LONGEST = 256 << 20  # bytes of one frame
STEP = 1 << 20
OBJECT = TypeAdapter(dict[str, Any])


class Frame(NamedTuple):
    """A JSON object with the bytes that belong to it."""

    message: dict[str, Any]
    blob: bytes = b""


class PipeClosedError(Exception):
    """The other end is gone."""


class PipeTooSlowError(Exception):
    """The other end did not answer in time."""


def send_frame(pipe: int, frame: Frame) -> None:
    """Write the frame to the file descriptor. Raises PipeClosedError."""
    body = OBJECT.dump_json(frame.message)
    data = memoryview(HEAD.pack(len(body), len(frame.blob)) + body + frame.blob)
    try:
        while data:
            data = data[os.write(pipe, data) :]
    except OSError as error:
        raise PipeClosedError from error


def receive_frame(pipe: int, seconds: float | None = None) -> Frame:
    """Read a frame from the file descriptor, waiting no longer than `seconds` for all of it.

    Raises PipeClosedError, PipeTooSlowError, ValueError when it is no frame.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    length, blob_length = HEAD.unpack(receive(pipe, HEAD.size, deadline))
    if length + blob_length > LONGEST:
        raise ValueError("a frame longer than any that is sent")
    body = receive(pipe, length, deadline)
    return Frame(OBJECT.validate_json(body), receive(pipe, blob_length, deadline))


def receive(pipe: int, length: int, deadline: float | None) -> bytes:
    """Exactly `length` bytes."""
    data = bytearray()
    while len(data) < length:
        rest = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not select.select([pipe], [], [], rest)[0]:
            raise PipeTooSlowError
        try:
            piece = os.read(pipe, min(STEP, length - len(data)))
        except OSError as error:
            raise PipeClosedError from error
        if not piece:
            raise PipeClosedError
        data += piece
    return bytes(data)
