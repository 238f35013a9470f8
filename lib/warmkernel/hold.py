"""Keep a fork server for as long as its kernels are wanted."""

import atexit
import contextlib
import os
import socket
from collections.abc import Iterator, Sequence
from typing import Any

from warmkernel import reach, said, wire
from warmkernel.settings import PRELOAD, settings, unique


@contextlib.contextmanager
def serve(preload: Sequence[str]) -> Iterator[None]:
    """Keep a fork server with these modules for the length of a `with` block.

    Kernels of this process and of those it starts meanwhile are forked from it. At the end the
    server stops, unless another process holds it too.
    """
    before = os.environ.get(PRELOAD)
    os.environ[PRELOAD] = ",".join(unique(preload))
    connection = _hold()
    try:
        yield
    finally:
        _release(connection)
        if before is None:
            os.environ.pop(PRELOAD, None)
        else:
            os.environ[PRELOAD] = before


_held: dict[tuple[int, str], socket.socket] = {}
"""The connection that keeps a server, by process (a forked one has no share in it) and server."""


def ensure_server(preload: Sequence[str]) -> None:
    """Have a fork server with these modules from now until this process ends.

    Sets `WARMKERNEL_PRELOAD`, so that this process and those it starts use it, and lets go of the
    server of an earlier call with other modules. Returns when the modules are imported; warns
    where no server can be started (kernels then start cold).
    """
    os.environ[PRELOAD] = ",".join(unique(preload))
    key = (os.getpid(), settings().name)
    if key in _held and not _closed(_held[key]):
        return
    connection = _hold()
    _release_all()
    if connection:
        _held[key] = connection


@atexit.register
def _release_all() -> None:
    for process, name in list(_held):
        connection = _held.pop((process, name))
        if process == os.getpid():
            _release(connection)


def _hold() -> socket.socket | None:
    """Connect to the server this process's environment asks for; warn if there is none."""
    search = reach.Search(os.environ)
    try:
        for _ in range(reach.ATTEMPTS):
            connection = search.ask("hold")
            connection.settimeout(reach.ANSWER_LIMIT)
            answer = _first(connection)
            if "held" in answer:
                said.once(*answer["complaints"], stacklevel=5)
                return connection
            search.learn(answer)
            connection.close()
        raise search.given_up()
    except (reach.NoServer, OSError) as error:
        said.once(f"kernels start cold: {error}", stacklevel=5)
        return None


def _first(connection: socket.socket) -> dict[str, Any]:
    """Return the first answer, an empty one from a server that has just ended."""
    answers = wire.Answers()
    with contextlib.suppress(ConnectionError):
        while received := connection.recv(65536):
            for answer in answers.feed(received):
                return answer
    return {}


def _closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _release(connection: socket.socket | None) -> None:
    if connection:
        with contextlib.suppress(OSError):
            connection.sendall(bytes([wire.STOP]))
        connection.close()
