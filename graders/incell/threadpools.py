"""What scikit-learn finds out once about the thread pools of the numeric libraries.

Its k-means asks which libraries are loaded, and that is read from /proc, which cells do not have. Done before
they are forked, the answer is theirs too; about 10 ms.
"""

from __future__ import annotations

from importlib import import_module


def find_once() -> None:
    """Have scikit-learn remember the loaded libraries."""
    import_module("sklearn.utils.parallel")._get_threadpool_controller()
