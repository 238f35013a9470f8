"""A kernel provisioner that forks IPython kernels instead of starting them."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo, port_names
from jupyter_client.provisioning import LocalProvisioner

from warmkernel import constraints, forked, reach, said

PYTHON_KERNEL = ["-m", "ipykernel_launcher"]

STANDARD_OUTPUT = (1, 2)
"""File descriptors of this process that the kernel inherits as its own."""

BUSY_AFTER = 0.3
"""Seconds after which a kernel that was asked to end is taken to be busy and interrupted."""

SHUTDOWN_LIMIT = 1.0
"""Seconds it may then take before it is told by SIGTERM and, half as long after, SIGKILL."""


class WarmProvisioner(LocalProvisioner):
    """Launch a kernel by forking; where that is impossible say so and start it cold.

    So start kernels of other interpreters and languages.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel with the arguments, environment and folder it would have been started with.

        Raises:
            FileNotFoundError: the working directory does not exist.
        """
        if reason := _other(cmd, kwargs):
            said.once(f"{self.kernel_spec.display_name} kernels start cold: {reason}")
            return await super().launch_kernel(cmd, **kwargs)
        environment = dict(kwargs.get("env") or os.environ)
        environment["JPY_PARENT_PID"] = str(os.getpid())
        self.cwd = os.path.abspath(kwargs.get("cwd") or os.getcwd())
        os.stat(self.cwd)
        request = {
            "arguments": cmd[1 + len(PYTHON_KERNEL) :],
            "folder": self.cwd,
            "umask": _umask(),
            "processors": constraints.processors(),
            "leftovers": self._files(),
        }
        try:
            self.process = await forked.fork(environment, request, STANDARD_OUTPUT)
        except reach.NoServer as reason:
            said.once(f"kernels start cold: {reason}")
            return await super().launch_kernel(cmd, **kwargs)
        said.once(*self.process.complaints)
        self.pid = self.process.pid
        return self.connection_info

    def _files(self) -> list[str]:
        """Return what the kernel's owner removes in the end, if it gets to it."""
        manager = self.parent
        sockets = []
        if manager.transport == "ipc":
            sockets = [f"{manager.ip}-{getattr(manager, name)}" for name in port_names]
        return [os.path.abspath(file) for file in (manager.connection_file, *sockets)]

    async def wait(self) -> int | None:
        """Wait for the kernel's end."""
        if isinstance(self.process, forked.ForkedKernel):
            await self.process.ended()
        return await super().wait()

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and see it end, which spares the manager its polling."""
        await super().kill(restart)
        await self._see_it_end(SHUTDOWN_LIMIT)

    async def cleanup(self, restart: bool = False) -> None:
        """Leave the server, which has nothing more to say of a kernel that ended by itself."""
        if isinstance(self.process, forked.ForkedKernel) and not restart:
            self.process.close()
        await super().cleanup(restart)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """See a kernel end that was asked to, interrupting it if it is busy with a cell."""
        if not await self._see_it_end(BUSY_AFTER):
            await self.send_signal(signal.SIGINT)
            await self._see_it_end(SHUTDOWN_LIMIT)

    def get_shutdown_wait_time(self, recommended: float = 5.0) -> float:
        """Return the seconds a kernel gets that did not end when asked to and interrupted."""
        if isinstance(self.process, forked.ForkedKernel):
            return SHUTDOWN_LIMIT
        return super().get_shutdown_wait_time(recommended)

    async def _see_it_end(self, seconds: float) -> bool:
        if isinstance(self.process, forked.ForkedKernel):
            return await self.process.ended(seconds)
        return True


def _other(command: list[str], options: dict[str, Any]) -> str | None:
    """Return why a command cannot be served by a fork of this interpreter's IPython, or None."""
    if command[1:3] != PYTHON_KERNEL:
        return "they are not IPython's"
    if os.path.abspath(command[0]) != os.path.abspath(sys.executable):
        return f"they belong to {command[0]}, this is {sys.executable}"
    if any(options.get(name) is not None for name in ("stdin", "stdout", "stderr")):
        return "their output is redirected"
    return None


def _umask() -> int:
    """Return this process's umask, by reading it where possible: setting it meets other threads."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.partition("\nUmask:")[2].split(maxsplit=1)[0], 8)
    except (OSError, IndexError, ValueError):
        umask = os.umask(0o077)
        os.umask(umask)
        return umask
