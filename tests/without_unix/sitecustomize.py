"""Python as on a system that cannot fork: for processes that find this folder on `PYTHONPATH`."""

import _socket
import os
import sys

del _socket.AF_UNIX, _socket.socketpair  # before `socket` takes them over

import multiprocessing  # noqa: E402
import socket  # noqa: E402

del socket.send_fds, socket.recv_fds
for name in ("fork", "forkpty", "setsid", "getpriority", "sched_getaffinity"):
    delattr(os, name)
for name in ("fcntl", "grp", "pwd", "resource"):
    sys.modules[name] = None
multiprocessing.set_start_method("spawn")
