"""Ask the fork server for kernels, and watch them."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Mapping
from typing import Any

from warmkernel import reach, wire


class ForkedKernel:
    """A kernel forked by the server, used like a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, search: reach.Search) -> None:
        self.pid: int | None = None
        self.complaints: list[str] = []
        self.returncode: int | None = None
        self._connection = connection
        self._search = search
        self._answers = wire.Answers()
        self._lost = False
        connection.setblocking(False)

    async def start(self) -> bool:
        """Wait until the kernel listens; return False if the server is gone or out of date.

        Raises:
            TimeoutError: the server did not answer.
            NoServer: the kernel ended before it was ready; what it said is on stderr.
        """
        await asyncio.wait_for(self._receive_until(lambda: self.pid), reach.ANSWER_LIMIT)
        if self.pid is None and not self._lost:
            raise reach.NoServer(f"the forked kernel ended with exit code {self.returncode}")
        return self.pid is not None

    async def ended(self, seconds: float | None = None) -> bool:
        """Wait for the kernel's end, but no longer than so many seconds; return whether it came."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._receive_until(lambda: False), seconds)
        return self.returncode is not None

    async def _receive_until(self, enough: Callable[[], Any]) -> None:
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
            self._search.learn(answer)
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
        if self.returncode is None:
            self.returncode = -signal.SIGKILL

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
    search = reach.Search(environment)
    for _ in range(reach.ATTEMPTS):
        kernel = ForkedKernel(search.ask("fork", descriptors, **request), search)
        try:
            if await kernel.start():
                return kernel
        except TimeoutError:
            raise reach.NoServer(f"no answer within {reach.ANSWER_LIMIT:.0f} s") from None
        finally:
            if kernel.pid is None:
                kernel.close()
    raise search.given_up()
