"""Messages between a fork server and those who ask it for kernels.

A request is one JSON object, preceded by its length, with at most two file descriptors (the
kernel's stdout and stderr). After it the requester sends single bytes, each the number of a signal
for the kernel. Answers are JSON objects, one a line. Closing the connection ends the kernel.
"""

import json
import socket
from typing import Any

LENGTH_BYTES = 4

GOODBYE = 0
"""Instead of a signal: the requester removes its files itself."""

STOP = 255
"""Instead of a signal: a holder needs the server no longer; end it, unless others hold it."""


def send_request(
    connection: socket.socket, request: dict[str, Any], descriptors: tuple[int, ...] = ()
) -> None:
    """Send a request and file descriptors that the server shall inherit."""
    body = json.dumps(request).encode()
    socket.send_fds(connection, [len(body).to_bytes(LENGTH_BYTES, "big")], descriptors)
    connection.sendall(body)


def receive_request(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Receive a request and its file descriptors.

    Raises:
        ConnectionError: the other end closed the connection first.
    """
    length, descriptors, _, _ = socket.recv_fds(connection, LENGTH_BYTES, 2)
    if len(length) < LENGTH_BYTES:
        raise ConnectionError("connection closed before a request")
    return json.loads(_exactly(connection, int.from_bytes(length, "big"))), descriptors


def _exactly(connection: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        part = connection.recv(size - len(received))
        if not part:
            raise ConnectionError("connection closed within a request")
        received += part
    return bytes(received)


def send_answer(connection: socket.socket, **answer: Any) -> None:
    """Send one answer."""
    connection.sendall(json.dumps(answer).encode() + b"\n")


class Answers:
    """Take answers out of the bytes of a connection."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, received: bytes) -> list[dict[str, Any]]:
        """Return the answers completed by these bytes."""
        *lines, self._pending = (self._pending + received).split(b"\n")
        return [json.loads(line) for line in lines]
