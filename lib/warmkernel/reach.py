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

ATTEMPTS = 5
"""How often to ask: a server may be ending, be out of date or, by variables that its libraries
looked up, be another than is wanted when it is found."""


class NoServer(Exception):
    """There is no fork server and none could be started."""


class Search:
    """Asks the server an environment asks for, again when an answer tells of another one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.differing: set[str] = set()

    @property
    def wanted(self) -> Settings:
        """Return what the server must be like, as far as is known."""
        return settings(self.environment, self.differing)

    def ask(self, task: str, descriptors: tuple[int, ...] = (), **request: Any) -> socket.socket:
        """Send a request; return the connection to read from.

        Raises:
            NoServer: there is no fork server and none could be started.
        """
        try:
            connection = _connect(self.wanted, self.environment)
            request = {"task": task, "environment": dict(self.environment), **request}
            with contextlib.suppress(ConnectionError):  # noticed when reading, too
                wire.send_request(connection, request, descriptors)
            return connection
        except OSError as error:
            raise NoServer(str(error)) from error

    def learn(self, answer: Mapping[str, Any]) -> None:
        """Take from an answer the variables in which the server differs from the wanted one."""
        self.differing.update(answer.get("differing", ()))

    def given_up(self) -> NoServer:
        """Return what is known of a server that does not answer."""
        return _no_answer(self.wanted)


def cannot_fork() -> str | None:
    """Return why kernels cannot be forked on this system, or None where they can."""
    needed = {
        "fork": hasattr(os, "fork"),
        "unix sockets": hasattr(socket, "AF_UNIX"),
        "file locks": fcntl is not None,
    }
    missing = [name for name, there in needed.items() if not there]
    return f"this system has no {', '.join(missing)}" if missing else None


def _connect(wanted: Settings, environment: Mapping[str, str]) -> socket.socket:
    if reason := cannot_fork():
        raise NoServer(reason)
    if connection := _try_to_connect(wanted):
        return connection
    with (places.runtime() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection = _try_to_connect(wanted)
        if connection is None:
            _start(wanted, environment)
            connection = _try_to_connect(wanted)
    if connection is None:
        raise _no_answer(wanted)
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
            env={**environment, **{k: v for k, v in wanted.environment if v is not None}},
            start_new_session=True,
            check=False,
        )


def _no_answer(wanted: Settings) -> NoServer:
    """Return what is known of a server that does not answer: the last line of its log."""
    try:
        last = wanted.log.read_text(errors="replace").strip().splitlines()[-1:]
    except OSError:
        last = []
    return NoServer(": ".join(["the fork server ended without an answer", *last]))
