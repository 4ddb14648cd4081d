"""What the two fork servers import, by the stack an exercise needs; names only, nothing is imported here."""

from __future__ import annotations

from dataclasses import replace

from sandbox.servers import RoleSpec

SERVE = "graders.incell.server:serve"
RUN = "graders.incell.main:run"
WARM_SUBMISSION = "graders.incell.warmup:submission"
WARM_GRADER = "graders.incell.warmup:grader"
#: what each stack has to do once before a cell is forked, where there is no warm-up
LUKEWARM = {
    "torch": "graders.incell.lukewarm:convolve_once",
    "sklearn": "graders.incell.threadpools:find_once",
}

_COMMON = ("json", "decimal", "traceback", "random", "logging", "tempfile", "encodings.idna")
_TESTING = ("pytest", "hypothesis")
STACKS: dict[str, tuple[str, ...]] = {
    "torch": ("numpy", "torch"),
    "sklearn": ("numpy", "sklearn"),
    "flask": ("flask",),
}
#: cheap to import, and cells adapt to their file system only what their server has imported
_ADAPTED = ("sqlite3",)
_EVERYTHING = ("numpy", "torch", "sklearn", "flask", "sqlalchemy", "matplotlib")
_PACKAGES = ("sandbox", "graders")


def warm_roles() -> dict[str, RoleSpec]:
    """Servers that grade every exercise and have done each kind of work once."""
    return {
        "submission": RoleSpec(
            entry=SERVE, preload=(*_COMMON, *_EVERYTHING), warmup=WARM_SUBMISSION, expose=_PACKAGES
        ),
        "grader": RoleSpec(
            entry=RUN,
            preload=(*_COMMON, *_EVERYTHING, *_TESTING),
            warmup=WARM_GRADER,
            expose=_PACKAGES,
            importable=True,
        ),
    }


def gpu_roles() -> dict[str, RoleSpec]:
    """Servers for exercises that need a GPU: the submission server is made for cells with a share of one."""
    roles = warm_roles()
    return {**roles, "submission": replace(roles["submission"], gpu=True)}


def cold_roles(stack: str) -> dict[str, RoleSpec]:
    """Servers for one grading of one stack: no more imports than it needs, and no warm-up."""
    needed = STACKS.get(stack, _EVERYTHING)
    warmup = next((LUKEWARM[name] for name in needed if name in LUKEWARM), None)
    return {
        "submission": RoleSpec(
            entry=SERVE, preload=(*needed, *_ADAPTED), warmup=warmup, expose=_PACKAGES, collapse=False
        ),
        "grader": RoleSpec(
            entry=RUN,
            preload=(*needed, *_TESTING),
            warmup=warmup,
            expose=_PACKAGES,
            importable=True,
            collapse=False,
        ),
    }
