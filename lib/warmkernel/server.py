"""The fork server: one thread, libraries imported, a fork for every kernel asked for.

Started by `warmkernel.reach` as `python -m warmkernel.server DESCRIPTOR IDLE PRELOAD`, where
DESCRIPTOR is a listening unix socket. It ends by itself when it has had no connection for IDLE
seconds, and as soon as its kernels have ended when its last holder is gone or a file it has loaded
was changed. What a module holds that must not be preloaded shows only afterwards: then the server
starts itself anew without the module.
"""

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from warmkernel import kernel, libraries, places, wire
from warmkernel.clients import Client, accept
from warmkernel.sources import Sources

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""Signals that end the server and its kernels."""


class Server:
    """Listen, fork, pass on signals, report exits, and end the kernels of owners who are gone."""

    def __init__(
        self, listener: socket.socket, idle: float, preloaded: libraries.Preloaded
    ) -> None:
        self.listener = listener
        self.address = listener.getsockname()
        self.inode = os.stat(self.address).st_ino
        self.idle = idle
        self.preloaded = preloaded
        self.sources = Sources(preloaded.failed.values(), preloaded.left.values())
        self.clients: list[Client] = []
        self.stopping = False
        self.alarm, self.alarm_end = _catch_signals()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.alarm, selectors.EVENT_READ, self._on_signals)
        self.selector.register(listener, selectors.EVENT_READ, self._on_connection)

    def run(self) -> kernel.Request | None:
        """Serve; return None at the end, and in each forked process the kernel to become."""
        last_needed = time.monotonic()
        while True:
            if self._needed():
                last_needed = time.monotonic()
            left = last_needed + self.idle - time.monotonic()
            if not self._needed() and (self.stopping or left <= 0):
                self._stop_listening()
                return None
            for key, _ in self.selector.select(None if self._needed() else left):
                if request := key.data(key.fileobj):
                    return request

    def _needed(self) -> bool:
        """Tell whether there are kernels or, unless a successor is wanted, holders."""
        return any(not (client.holder and self.stopping) for client in self.clients)

    def _on_connection(self, listener: socket.socket) -> kernel.Request | None:
        try:
            client, request, descriptors = accept(listener)
        except (OSError, ValueError):  # they closed it first, or speak another language
            return None
        task = request.pop("task")
        if changed := self.sources.changed():
            self._stop_listening()
            client.refuse(stale=changed)
        elif differing := self.preloaded.differing(request["environment"]):
            client.refuse(differing=differing)
        elif task == "hold":
            client.holder = True
            self._admit(client)
            client.tell(held=True, complaints=self.preloaded.complaints)
        elif self._fork(client, request.pop("leftovers")):
            return kernel.Request(client.connection, descriptors, self.preloaded, **request)
        for descriptor in descriptors:
            os.close(descriptor)
        return None

    def _fork(self, client: Client, leftovers: list[str]) -> bool:
        """Fork, and return True in the new process."""
        try:
            client.pid = os.fork()
        except OSError:
            client.connection.close()
            return False
        if client.pid == 0:
            self._let_go()
            return True
        client.leftovers = tuple(leftovers)
        self._admit(client)
        return False

    def _admit(self, client: Client) -> None:
        self.clients.append(client)
        self.selector.register(
            client.connection, selectors.EVENT_READ, lambda _: self._on_message(client)
        )

    def _on_message(self, client: Client) -> None:
        if client.gone:  # since this message was announced
            return
        try:
            numbers = client.connection.recv(64)
        except OSError:
            numbers = b""
        for number in numbers:
            if number == wire.GOODBYE:
                client.leftovers = ()
            elif number != wire.STOP:
                client.signal(number)
        # A goodbye may be all that comes: the connection may also be open in a forked copy.
        if not numbers or {wire.GOODBYE, wire.STOP} & {*numbers}:
            self._on_gone(client)

    def _on_gone(self, client: Client) -> None:
        if client.holder and not any(c.holder for c in self.clients if c is not client):
            self._stop_listening()
        self.selector.unregister(client.connection)
        client.connection.close()
        client.gone = True
        client.signal(signal.SIGKILL)
        self._dismiss(client)

    def _dismiss(self, client: Client) -> None:
        if client.gone and client.pid is None:
            places.remove(client.leftovers)
            self.clients.remove(client)

    def _on_signals(self, alarm: socket.socket) -> None:
        if {*alarm.recv(4096)} & {*ENDING}:
            self._stop_listening()
            for client in [client for client in self.clients if not client.gone]:
                self._on_gone(client)
        for client in [client for client in self.clients if client.pid]:
            pid, status = os.waitpid(client.pid, os.WNOHANG)
            if pid:
                client.pid = None
                client.tell(exit=os.waitstatus_to_exitcode(status))
                self._dismiss(client)

    def _stop_listening(self) -> None:
        self.stopping = True
        if self.listener.fileno() == -1:
            return
        with contextlib.suppress(OSError):
            if os.stat(self.address).st_ino == self.inode:  # not yet a successor's
                places.remove([self.address, str(Path(self.address).with_suffix(".log"))])
        self.selector.unregister(self.listener)
        self.listener.close()

    def _let_go(self) -> None:
        """Close, in a new kernel, whatever belongs to the server."""
        signal.set_wakeup_fd(-1)
        self.selector.close()
        for other in (self.listener, self.alarm, self.alarm_end):
            other.close()
        for client in self.clients:
            client.connection.close()


def _catch_signals() -> tuple[socket.socket, socket.socket]:
    """Return a socket that signals arrive on, and its other end."""
    alarm, end = socket.socketpair()
    alarm.setblocking(False)
    end.setblocking(False)
    signal.set_wakeup_fd(end.fileno())
    for number in (signal.SIGCHLD, *ENDING):
        signal.signal(number, lambda *_: None)
    return alarm, end


def main(descriptor: int, idle: float, preload: str, left: str = "{}") -> None:
    """Leave the starter, import, serve; and in a forked process be a kernel.

    `left` holds the modules that an earlier attempt turned out to have to leave to the notebooks,
    each with what it keeps and its file.
    """
    if os.fork():
        os._exit(0)
    if sys.path[0] == os.getcwd():
        del sys.path[0]
    places.sweep()
    gc.disable()
    environment = dict(os.environ)
    preloaded = libraries.preload(preload.split(",") if preload else [], json.loads(left))
    if preloaded.unfit:
        _start_anew(descriptor, idle, preload, preloaded, environment)
    server = Server(socket.socket(fileno=descriptor), idle, preloaded)
    gc.collect()
    gc.freeze()  # leave these objects' memory shared between all kernels
    request = server.run()
    if request:
        kernel.run(request)


def _start_anew(
    descriptor: int,
    idle: float,
    preload: str,
    preloaded: libraries.Preloaded,
    environment: Mapping[str, str],
) -> NoReturn:
    """Begin again in the same process, without the modules that must not be preloaded."""
    os.set_inheritable(descriptor, True)
    left = json.dumps({**preloaded.left, **preloaded.unfit})
    command = [sys.executable, "-m", "warmkernel.server", str(descriptor), str(idle), preload, left]
    os.execve(sys.executable, command, environment)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:])
