"""Reach the fork server, starting it where there is none, and ask it for kernels."""

import asyncio
import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

try:
    import fcntl
except ImportError:  # no unix: no forking either
    fcntl = None  # type: ignore[assignment]

from warmkernel import places, wire
from warmkernel.settings import PRELOAD, Settings, settings, unique

IDLE = 60.0
"""Seconds a server nobody is connected to waits for the next one."""

ANSWER_LIMIT = 120.0
"""Seconds to wait for a server, which may have to import its libraries first."""

SERVER = "warmkernel.server"

ATTEMPTS = 3
"""How often to ask: a server may be ending, or be out of date, when it is found."""


class NoServer(Exception):
    """There is no fork server and none could be started."""


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
"""Connections that keep a server, by process (a forked one has no share in them) and modules."""


def ensure_server(preload: Sequence[str]) -> None:
    """Have a fork server with these modules from now until this process ends.

    Sets `WARMKERNEL_PRELOAD`, so that this process and those it starts use it. Returns when the
    modules are imported; warns where no server can be started (kernels then start cold).
    """
    name = ",".join(unique(preload))
    os.environ[PRELOAD] = name
    key = (os.getpid(), name)
    if (key not in _held or _closed(_held[key])) and (connection := _hold()):
        _held[key] = connection


@atexit.register
def _release_all() -> None:
    for (process, _), connection in _held.items():
        if process == os.getpid():
            _release(connection)


def _hold() -> socket.socket | None:
    """Connect to the server this process's environment asks for; warn if there is none."""
    try:
        for _ in range(ATTEMPTS):
            connection = ask(os.environ, {"task": "hold"})
            connection.settimeout(ANSWER_LIMIT)
            answer = _first(connection)
            if answer and "held" in answer:
                warn_of(answer["complaints"])
                return connection
            connection.close()
        raise NoServer(explain(settings(os.environ)))
    except (NoServer, OSError) as error:
        warnings.warn(f"kernels will start cold: {error}", RuntimeWarning, stacklevel=3)
        return None


def _first(connection: socket.socket) -> dict[str, Any] | None:
    answers = wire.Answers()
    while received := connection.recv(65536):
        for answer in answers.feed(received):
            return answer
    return None


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


def warn_of(complaints: Sequence[str]) -> None:
    """Warn of modules that the server could not or should not preload."""
    for complaint in complaints:
        warnings.warn(complaint, RuntimeWarning, stacklevel=4)


def explain(wanted: Settings) -> str:
    """Say what is known of a server that does not answer."""
    try:
        last = wanted.log.read_text(errors="replace").strip().splitlines()[-1:]
    except OSError:
        last = []
    return ": ".join(["the fork server ended without an answer", *last])


class ForkedKernel:
    """A kernel forked by the server, used like a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self.pid: int | None = None
        self.complaints: list[str] = []
        self.returncode: int | None = None
        self._connection = connection
        self._answers = wire.Answers()
        self._lost = False
        connection.setblocking(False)

    async def start(self) -> bool:
        """Wait until the kernel listens; return False if the server is gone or out of date.

        Raises:
            TimeoutError: the server did not answer.
            NoServer: the kernel ended before it was ready; what it said is on stderr.
        """
        await asyncio.wait_for(self._receive_until(lambda: self.pid), ANSWER_LIMIT)
        if self.pid is None and not self._lost:
            raise NoServer(f"the forked kernel ended with exit code {self.returncode}")
        return self.pid is not None

    async def ended(self, seconds: float | None = None) -> bool:
        """Wait for the kernel's end, but no longer than so many seconds; return whether it came."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._receive_until(lambda: False), seconds)
        return self.returncode is not None

    async def _receive_until(self, enough: Any) -> None:
        loop = asyncio.get_running_loop()
        while self.returncode is None and not enough():
            try:
                self._take(await loop.sock_recv(self._connection, 65536))
            except ConnectionError:
                self._take(b"")

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        while self.returncode is None:
            try:
                self._take(self._connection.recv(65536))
            except BlockingIOError:
                break
            except ConnectionError:
                self._take(b"")
        return self.returncode

    def _take(self, received: bytes) -> None:
        for answer in self._answers.feed(received):
            self.pid = answer.get("ready", self.pid)
            self.complaints = answer.get("complaints", self.complaints)
            self.returncode = answer.get("exit", self.returncode)
        if not received and self.returncode is None:
            self._lost = True  # the server is gone and its kernels with it
            self.returncode = -signal.SIGKILL

    def wait(self) -> int | None:
        """Return the exit code, waiting for it, and leave the server."""
        self._connection.setblocking(True)
        while self.returncode is None:
            try:
                self._take(self._connection.recv(65536))
            except ConnectionError:
                self._take(b"")
        self.close()
        return self.returncode

    def close(self) -> None:
        """Leave the server, whose kernel ends if it has not."""
        with contextlib.suppress(OSError):
            self._connection.sendall(bytes([wire.GOODBYE]))
        self._connection.close()

    def send_signal(self, number: int) -> None:
        """Have the server send a signal to the kernel and its children."""
        if self.poll() is None:
            with contextlib.suppress(OSError):
                self._connection.sendall(bytes([number]))

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


async def fork(
    environment: Mapping[str, str], request: dict[str, Any], descriptors: tuple[int, ...]
) -> ForkedKernel:
    """Ask for a kernel and wait until it listens, or has ended in the attempt.

    Raises:
        NoServer: there is no fork server and none could be started.
    """
    for _ in range(ATTEMPTS):
        kernel = ForkedKernel(ask(environment, {"task": "fork", **request}, descriptors))
        try:
            if await kernel.start():
                return kernel
        except TimeoutError:
            raise NoServer(f"no answer within {ANSWER_LIMIT:.0f} s") from None
        finally:
            if kernel.pid is None:
                kernel.close()
    raise NoServer(explain(settings(environment)))


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
