"""What a forked process does to become the kernel that was asked for, and to end."""

import atexit
import contextlib
import gc
import importlib
import io
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warmkernel import constraints, libraries, wire

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp


@dataclass(frozen=True)
class Request:
    """A kernel to become, and whom to tell when it is ready.

    `descriptors` are its stdout and stderr.
    """

    connection: socket.socket
    descriptors: list[int]
    preloaded: libraries.Preloaded
    arguments: list[str]
    environment: dict[str, str]
    folder: str
    umask: int
    processors: list[int]


def run(request: Request) -> None:
    """Become a kernel, serve it until it is shut down, and end the process."""
    gc.enable()
    _take_surroundings(request)
    from ipykernel.kernelapp import IPKernelApp

    # The kernel ends when its parent does: that is the fork server, not the requester.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(request.arguments)
    libraries.settle(request.preloaded)
    complaints = request.preloaded.complaints
    wire.send_answer(request.connection, ready=os.getpid(), complaints=complaints)
    app.start()
    _leave(app, request.connection)


def _take_surroundings(request: Request) -> None:
    """Take the requester's place: session, signals, folder, environment, output, arguments."""
    os.setsid()
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for descriptor, standard in zip(request.descriptors, (1, 2), strict=True):
        os.dup2(descriptor, standard)
        os.close(descriptor)
    os.chdir(request.folder)
    os.umask(request.umask)
    constraints.use(request.processors)
    os.environ.clear()
    os.environ.update({**request.preloaded.environment, **request.environment})
    time.tzset()
    tempfile.tempdir = None  # found anew when it is asked for
    if "multiprocessing.process" in sys.modules:  # whence processes it spawns import
        sys.modules["multiprocessing.process"].ORIGINAL_DIR = request.folder
    importlib.invalidate_caches()
    sys.argv = [sys.modules["ipykernel_launcher"].__file__, *request.arguments]


def _leave(app: "IPKernelApp", owner: socket.socket) -> None:
    """End as Python does, but for taking apart the preloaded modules, which takes a tenth second.

    The owner is told when nothing is left to do but to give back the memory. `app.close` is left
    out: it stops the thread that the last answers are flushed through and then, one time in ten,
    waits for that flush.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading._shutdown()  # Python's own way to wait for threads and pools
    atexit.unregister(app.close)
    atexit._run_exitfuncs()
    app.shell.reset(new_session=False)
    gc.collect()
    _flush_files()
    with contextlib.suppress(OSError):
        wire.send_answer(owner, exit=0)
    os._exit(0)


def _flush_files() -> None:
    """Flush what is still open, text before the bytes beneath it, so that all is written."""
    found = [thing for thing in gc.get_objects() if issubclass(type(thing), io.IOBase)]
    own = (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)
    for kind in (io.TextIOBase, io.BufferedIOBase):
        for file in found:
            if isinstance(file, kind) and file not in own:
                with contextlib.suppress(Exception):
                    file.flush()
