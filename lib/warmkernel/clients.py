"""Those who are connected to the fork server."""

import contextlib
import os
import socket
from dataclasses import dataclass
from typing import Any

from warmkernel import wire

REQUEST_LIMIT = 5.0
"""Seconds a requester may take to send its request."""


@dataclass(eq=False)
class Client:
    """Someone connected: the owner of a kernel or a holder of the server.

    `pid` is the kernel's until it has ended; `leftovers` are the files to remove in its owner's
    stead.
    """

    connection: socket.socket
    holder: bool = False
    pid: int | None = None
    leftovers: tuple[str, ...] = ()
    gone: bool = False

    def signal(self, number: int) -> None:
        """Send a signal to the kernel and its children, unless it has ended."""
        if self.pid is None:
            return
        with contextlib.suppress(OSError):
            try:
                os.killpg(self.pid, number)
            except ProcessLookupError:  # not yet the leader of its own group
                os.kill(self.pid, number)

    def tell(self, **answer: Any) -> None:
        """Send an answer to someone who may be gone."""
        with contextlib.suppress(OSError):
            wire.send_answer(self.connection, **answer)

    def refuse(self, **answer: Any) -> None:
        """Say why this server is not the one they need, and hang up."""
        self.tell(**answer)
        self.connection.close()


def accept(listener: socket.socket) -> tuple[Client, dict[str, Any], list[int]]:
    """Return a new client, its request and its file descriptors."""
    connection, _ = listener.accept()
    connection.settimeout(REQUEST_LIMIT)
    try:
        return Client(connection), *wire.receive_request(connection)
    except (OSError, ValueError):
        connection.close()
        raise
