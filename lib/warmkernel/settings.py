"""What makes one fork server different from another."""

import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from warmkernel import places
from warmkernel.constraints import constraints

PRELOAD = "WARMKERNEL_PRELOAD"
"""Environment variable: modules to import before forking, comma separated."""

DEFAULT_PRELOAD = ("numpy", "pandas", "matplotlib.pyplot")
"""Preloaded, as far as they are installed, when nothing is named."""

READ_AT_START = ("HOME", "LANG", "LANGUAGE", "TZ", "GLIBC_TUNABLES")
READ_AT_START_PREFIXES = (
    *("PYTHON", "LC_", "LD_", "DYLD_", "XDG_", "MALLOC_", "JUPYTER", "IPYTHON"),
    *("OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "GOTO_", "BLIS_", "VECLIB_", "TBB_"),
    *("NUMEXPR_", "NUMBA_", "NUMPY_", "NPY_", "SCIPY_", "PANDAS_", "SKLEARN_", "MPL"),
    *("ARROW_", "POLARS_", "RAYON_", "DASK_", "RAY_", "TF_", "XLA_", "CUDA_", "TORCH_"),
)
"""Variables that Python, the C library and common libraries read once, when they start: a kernel
can only be forked from a server that started with the same ones. Those that a library looks up in
`os.environ` while it is imported are found out by the server (`lookups`); here are those read in C,
and those picked out of all."""


@dataclass(frozen=True)
class Settings:
    """A fork server's identity: the interpreter, what it preloads and how it was started."""

    preload: tuple[str, ...]
    environment: tuple[tuple[str, str | None], ...]

    @property
    def name(self) -> str:
        """Return a short name that differs when the settings do."""
        identity = [sys.executable, sys.version, sys.prefix, __file__, self.preload]
        text = json.dumps([*identity, self.environment, constraints()])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def socket(self) -> Path:
        """Return where the server listens."""
        return places.runtime() / f"server-{self.name}.sock"

    @property
    def log(self) -> Path:
        """Return where the server writes what its libraries print while they are imported."""
        return self.socket.with_suffix(".log")


def settings(environment: Mapping[str, str] | None = None, also: Collection[str] = ()) -> Settings:
    """Return the settings an environment asks for (default: this process's).

    `WARMKERNEL_PRELOAD` names the modules; set but empty means none but the kernel's own. `also`
    names variables that are known to make the preloaded modules what they are.
    """
    environment = os.environ if environment is None else environment
    looked_up = tuple((name, environment.get(name)) for name in sorted(also))
    return Settings(_preload(environment.get(PRELOAD)), (*_read_at_start(environment), *looked_up))


def _preload(named: str | None) -> tuple[str, ...]:
    if named is None:
        return tuple(name for name in DEFAULT_PRELOAD if _installed(name))
    return unique(named.split(","))


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Return module names without blanks, empty ones and repetitions, in the order given."""
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _installed(module: str) -> bool:
    return importlib.util.find_spec(module.partition(".")[0]) is not None


def _read_at_start(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, _absolute(value) if name == "PYTHONPATH" else value)
        for name, value in sorted(environment.items())
        if name in READ_AT_START or name.startswith(READ_AT_START_PREFIXES)
    )


def _absolute(search_path: str) -> str:
    return os.pathsep.join(os.path.abspath(part) for part in search_path.split(os.pathsep) if part)
