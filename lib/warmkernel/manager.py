"""A kernel manager that loses no time: sockets in a folder of their own, ready when it says so."""

import os
import shutil
import time
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import default

from warmkernel import places


class WarmKernelClient(AsyncKernelClient):
    """A client that takes the kernel's first complete answer as the sign that it is ready.

    Jupyter's own waits until nothing has come for a fifth of a second.
    """

    def start_channels(self, **channels: bool) -> None:
        """Start the channels but the heartbeat: the provisioner knows when a kernel has ended."""
        super().start_channels(**{"hb": False, **channels})

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered a request on both of its channels.

        Raises:
            RuntimeError: the kernel died, or did not answer in time (seconds).
        """
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answers(self.kernel_info()):
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answers(self, request: str) -> bool:
        try:
            while True:
                reply = await self.shell_channel.get_msg(timeout=1)
                if reply["parent_header"].get("msg_id") == request:
                    self._handle_kernel_info_reply(reply)
                    break
            while True:
                message = await self.iopub_channel.get_msg(timeout=0.2)
                mine = message["parent_header"].get("msg_id") == request
                if mine and message["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


class WarmKernelManager(AsyncKernelManager):
    """Manage one forked kernel, reached over unix sockets."""

    _folder: Path | None = None

    @default("transport")
    def _transport_default(self) -> str:
        return "ipc" if hasattr(os, "fork") else "tcp"

    @default("client_factory")
    def _client_factory_default(self) -> type[WarmKernelClient]:
        return WarmKernelClient

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """Return the kernel's specification, provisioned by forking unless it says otherwise."""
        spec = super().kernel_spec
        if spec and "kernel_provisioner" not in spec.metadata:
            provisioner = {"provisioner_name": "warm-provisioner"}
            spec.metadata = {**spec.metadata, "kernel_provisioner": provisioner}
        return spec

    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:
        if self._folder is None and self.transport == "ipc":
            self._folder = places.new_kernel_folder()
            self.connection_file = str(self._folder / "connection.json")
            self.ip = str(self._folder / "ipc")
        return await super()._async_pre_start_kernel(**options)

    async def _async_interrupt_kernel(self) -> None:
        """Interrupt the kernel, but not as a prelude to shutting it down.

        An interrupt that meets an idle kernel may stop it from ever answering the shutdown; one
        that is busy is interrupted by the provisioner.
        """
        if not self.shutting_down:
            await super()._async_interrupt_kernel()

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        if self._folder and not restart:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    # Jupyter's own sleep a hundredth of a second each, "to ensure tests can capture the state".
    start_kernel = AsyncKernelManager.start_kernel.__wrapped__
    shutdown_kernel = AsyncKernelManager.shutdown_kernel.__wrapped__
    interrupt_kernel = _async_interrupt_kernel
    cleanup_resources = _async_cleanup_resources
