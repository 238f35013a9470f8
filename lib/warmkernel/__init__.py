"""Real Jupyter kernels, forked from a process that has already imported the libraries."""

from warmkernel.hold import ensure_server, serve

__all__ = ["ensure_server", "serve"]
