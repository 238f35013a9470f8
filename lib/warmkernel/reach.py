"""Reach the fork server, starting it where there is none."""

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

try:
    import fcntl
except ImportError:  # no unix: no forking either
    fcntl = None  # type: ignore[assignment]

from warmkernel import places, wire
from warmkernel.settings import Settings, settings

SERVER = "warmkernel.server"

IDLE = 60.0
"""Seconds a server nobody is connected to waits for the next one."""

ANSWER_LIMIT = 120.0
"""Seconds to wait for a server, which may have to import its libraries first."""

ATTEMPTS = 3
"""How often to ask: a server may be ending, or be out of date, when it is found."""


class NoServer(Exception):
    """There is no fork server and none could be started."""


def ask(
    environment: Mapping[str, str], request: dict[str, Any], descriptors: tuple[int, ...] = ()
) -> socket.socket:
    """Send a request to the server an environment asks for; return the connection to read from.

    Raises:
        NoServer: there is no fork server and none could be started.
    """
    try:
        connection = _connect(settings(environment), environment)
        with contextlib.suppress(ConnectionError):  # noticed when reading, too
            wire.send_request(connection, request, descriptors)
        return connection
    except OSError as error:
        raise NoServer(str(error)) from error


def _connect(wanted: Settings, environment: Mapping[str, str]) -> socket.socket:
    if not hasattr(os, "fork"):
        raise NoServer("this system cannot fork")
    if connection := _try_to_connect(wanted):
        return connection
    with (places.runtime() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection = _try_to_connect(wanted)
        if connection is None:
            _start(wanted, environment)
            connection = _try_to_connect(wanted)
    if connection is None:
        raise NoServer(explain(wanted))
    return connection


def _try_to_connect(wanted: Settings) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(wanted.socket))
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    return connection


def _start(wanted: Settings, environment: Mapping[str, str]) -> None:
    """Start a server that is no child of this process.

    The socket is bound here and handed over, so that whoever connects before the server has
    imported its libraries waits instead of failing.
    """
    with contextlib.suppress(FileNotFoundError):
        wanted.socket.unlink()
    with socket.socket(socket.AF_UNIX) as listener, wanted.log.open("wb") as log:
        listener.bind(str(wanted.socket))
        listener.listen(128)
        number = listener.fileno()
        modules = ",".join(wanted.preload)
        subprocess.run(
            [sys.executable, "-m", SERVER, str(number), str(IDLE), modules],
            pass_fds=[number],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",  # whence it would import modules before its own
            env={**environment, **dict(wanted.environment)},
            start_new_session=True,
            check=False,
        )


def explain(wanted: Settings) -> str:
    """Say what is known of a server that does not answer."""
    try:
        last = wanted.log.read_text(errors="replace").strip().splitlines()[-1:]
    except OSError:
        last = []
    return ": ".join(["the fork server ended without an answer", *last])
