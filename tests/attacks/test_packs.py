"""Hostile exercises through the real sandbox: a failure of the grader, told to its author, no score."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from graders import one_grading
from graders.archives import read_zip
from graders.bundle import BundleError
from graders.grading import Grader
from tests.attacks import exercise
from tests.attacks.attempt import Attempt, attempt
from tests.attacks.host import Traces, assert_unharmed, traces
from tests.attacks.packs import PACKS, Pack


@pytest.fixture(scope="module")
def before(any_grader: Grader) -> Traces:
    """What there was before the attacks, with warm servers."""
    for _ in range(3):
        attempt(any_grader, exercise.task("scale"), exercise.HONEST.encode())
    return traces(any_grader)


@pytest.fixture(autouse=True)
def short_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks that never end are waited for a moment, rather than half a minute."""
    monkeypatch.setattr(one_grading, "GRADER_MARGIN_S", 1.0)


def tried(grader: Grader, checks: str) -> Attempt:
    """What comes of an honest submission to an exercise with these checks."""
    bundle = exercise.bundle(checks=checks, time_s=0.5, total_s=0.5, grader_memory_mib=512)
    return attempt(grader, bundle, exercise.HONEST.encode())


@pytest.mark.parametrize("pack", PACKS, ids=[pack.name for pack in PACKS])
def test_hostile_pack_is_a_failure_of_the_grader(
    any_grader: Grader,
    before: Traces,
    pack: Pack,
    record_property: Callable[[str, object], None],
    monkeypatch: pytest.MonkeyPatch,
):
    """The verdict is ours, nothing counts, the author reads why, and the machine is as before."""
    if pack.says != "time":  # it comes to an end by itself, on a busy machine a little later
        monkeypatch.setattr(one_grading, "GRADER_MARGIN_S", 20.0)
    found = tried(any_grader, pack.checks)
    report = found.report
    record_property("verdict", report.verdict)
    messages = [report.message.en, *(check.message.en for check in report.checks), report.diagnosis]

    assert (report.verdict, report.points, report.score) == ("IE", 0, 0.0)
    assert report.diagnosis
    assert any(pack.says in message for message in messages), messages
    assert report.student_view()["message"]["en"].startswith("Grading failed")
    found.assert_nothing_leaked()
    assert_unharmed(any_grader, before)


def test_every_attack_of_an_author_is_tried():
    """Every number from I1 to I8 has a pack or an archive, each of a name of its own."""
    names = [*(pack.name for pack in PACKS), *ARCHIVES]

    assert {name[:2] for name in names} == {f"I{number}" for number in range(1, 9)}
    assert len(names) == len(set(names))


def _archive(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def _special(kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("checks.py")
    info.external_attr = (kind | 0o777) << 16
    return info


def _lying(data: bytes) -> bytes:
    """The archive, saying in both of its directories that its file is small."""
    return data.replace((20 * 2**20).to_bytes(4, "little"), (100).to_bytes(4, "little"))


@cache
def _many() -> bytes:
    return _archive(*((f"f{number}", b"") for number in range(100_000)))


def _hiding(data: bytes) -> bytes:
    """The archive, saying in its end that it has one entry."""
    end = data.rindex(b"PK\x05\x06")
    return data[: end + 8] + b"\1\0\1\0" + data[end + 12 :]


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "I6-parent": lambda: _archive(("../checks.py", b"x")),
    "I6-parents-further-in": lambda: _archive(("scale/../../../checks.py", b"x")),
    "I6-absolute": lambda: _archive(("/etc/cron.d/x", b"x")),
    "I6-drive": lambda: _archive(("C:\\checks.py", b"x")),
    "I6-symbolic-link": lambda: _archive((_special(stat.S_IFLNK), b"/etc/passwd")),
    "I6-device": lambda: _archive((_special(stat.S_IFBLK), b"")),
    "I6-hundred-thousand-entries": _many,
    "I6-hundred-thousand-entries-in-hiding": lambda: _hiding(_many()),
    "I6-thousand-to-one": lambda: _archive(("checks.py", bytes(20 * 2**20))),
    "I6-more-than-it-says": lambda: _lying(_archive(("checks.py", bytes(20 * 2**20)))),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_hostile_archive_is_refused(
    any_grader: Grader, before: Traces, name: str, record_property: Callable[[str, object], None]
):
    """Nothing of it is unpacked, its author reads why, and grading goes on behind any boundary."""
    data = ARCHIVES[name]()
    with pytest.raises(BundleError) as refused:
        read_zip(data)
    record_property("verdict", "refused")

    assert str(refused.value)
    assert_unharmed(any_grader, before)


@pytest.mark.parametrize(
    "test", ["<script>alert(1)</script>", "test_<b>", "test_" + "x" * 200, "", "test_a b"]
)
def test_marked_up_name_of_a_check_is_refused(test: str):
    """A check is named by an identifier, so that its name needs no escaping anywhere."""
    with pytest.raises(BundleError):
        exercise.bundle(plan=((test, 1, "public"),))
