"""What the code in a cell finds around it: environment, modules, random numbers, library defaults.

Some things students use cannot work in a closed cell: joblib's worker processes, file
locks. Their libraries are told so beforehand, so that `n_jobs=2` computes in one process
and an SQLite file opens without locks instead of failing with an error nobody asked for.
"""

from __future__ import annotations

import gc
import os
import random
import sys
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

PRODUCT = "/run/seodang"

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/box",
    "TMPDIR": "/box",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/box",
    "JOBLIB_TEMP_FOLDER": "/box",
    "JOBLIB_MULTIPROCESSING": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def replace_environment(more: Mapping[str, str] | None = None) -> None:
    """Forget the fork server's environment; `more` is what this cell alone has."""
    os.environ.clear()
    os.environ.update(_ENVIRONMENT)
    os.environ.update(more or {})


def hide_packages(packages: Iterable[str]) -> list[ModuleType]:
    """Make packages that are loaded, but not installed for the cells, impossible to import by name.

    For a fork server, before its first fork: looking at every module touches, and in a cell
    would copy, a page for almost each of them. Returns the modules; whoever keeps them
    keeps their code working.
    """
    hidden = frozenset(packages)
    names = [name for name in sys.modules if name.partition(".")[0] in hidden]
    sys.path[:] = [path for path in sys.path if not path.startswith(PRODUCT)]
    for path in [path for path in sys.path_importer_cache if path.startswith(PRODUCT)]:
        del sys.path_importer_cache[path]
    return [sys.modules.pop(name) for name in names]


def renew_randomness() -> None:
    """Reseed every generator the fork copied; two cells never share a sequence."""
    random.seed()
    if numpy_random := _loaded("numpy.random"):
        numpy_random.seed(int.from_bytes(os.urandom(4), "little"))
    if torch := _loaded("torch"):
        torch.random.default_generator.manual_seed(int.from_bytes(os.urandom(7), "little"))
    if tempfile := _loaded("tempfile"):
        tempfile._name_sequence = None
        tempfile.tempdir = None


def adapt_libraries() -> None:
    """Give joblib its sequential backend and SQLite its lock-free mode."""
    gc.enable()
    if joblib := _loaded("joblib"):
        joblib.parallel_config(backend="sequential")
    _open_sqlite_without_locks()


def _open_sqlite_without_locks() -> None:
    dbapi = _loaded("sqlite3.dbapi2")
    if dbapi is None:
        return
    connect = dbapi.connect

    def connect_without_locks(database: Any, *args: Any, **options: Any) -> Any:
        """`sqlite3.connect`, for a file system without locks: only one process can open the file anyway.

        By the VFS, not by `nolock`: with that SQLite still asks for a lock where a connection was left with
        an open transaction, and fails as if the disk were broken.
        """
        name = os.fspath(database)
        if isinstance(name, bytes):
            name = os.fsdecode(name)
        if name != ":memory:" and name and not options.get("uri"):
            quoted = name.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
            database, options["uri"] = f"file:{quoted}?vfs=unix-none", True
        elif options.get("uri") and name.startswith("file:") and "vfs=" not in name:
            database = name + ("&" if "?" in name else "?") + "vfs=unix-none"
        return connect(database, *args, **options)

    dbapi.connect = connect_without_locks
    if package := _loaded("sqlite3"):
        package.connect = connect_without_locks


def _loaded(name: str) -> Any:
    module: ModuleType | None = sys.modules.get(name)
    return module
