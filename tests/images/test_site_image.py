"""What the image of the site holds, asked of a container made from it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests import engine
from tests.source import IMPORT_ALL
from tools import lock
from tools.images import building

LOOK = f"""{IMPORT_ALL}
import importlib.metadata, json, os
home = os.path.dirname(seodang.__file__)
places = (home, "/opt/venv", "/opt/exercises", "/etc")
print(json.dumps({{
    "uid": os.getuid(),
    "distributions": sorted(d.metadata["Name"].lower() for d in importlib.metadata.distributions()),
    "front end": os.path.exists(home + "/static/dist/manifest.json"),
    "Korean": os.path.exists(home + "/translations/ko/LC_MESSAGES/messages.mo"),
    "exercises": sorted(os.listdir("/opt/exercises")),
    "instance": os.access("/var/lib/seodang", os.W_OK),
    "elsewhere": [place for place in places if os.access(place, os.W_OK)],
}}))
"""


@cache
def _told() -> dict[str, Any]:
    printed = building.printed(
        engine.engine_client(),
        engine.site_image(),
        ["-I", "-c", LOOK],
        entrypoint=["/opt/venv/bin/python"],
        network_mode="none",
        cap_drop=["ALL"],
    )
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


def test_whole_site_imports_without_the_libraries_of_cells() -> None:
    """Nothing on the host side of a grading needs torch or another library that exercises use."""
    assert set(_told()["distributions"]) & set(lock.CELLS_ONLY) == set()
    assert {"seodang", "celery", "psycopg", "docker"} <= set(_told()["distributions"])


def test_everything_built_is_in_it() -> None:
    """The front end, the translations and the courses come with the image."""
    told = _told()

    assert told["front end"]
    assert told["Korean"]
    assert "ai" in told["exercises"]


def test_site_runs_as_an_ordinary_user() -> None:
    """Only the instance folder can be written."""
    told = _told()
    about = engine.engine_client().images.get(engine.site_image()).attrs["Config"]

    assert told["uid"] == 10001
    assert told["instance"]
    assert told["elsewhere"] == []
    assert about["User"] == "10001:10001"
    assert about["Entrypoint"] == ["/opt/venv/bin/seodang"]
