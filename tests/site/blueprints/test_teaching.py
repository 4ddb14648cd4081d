from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest

from seodang.extensions import db
from seodang.models import DONE, Exercise, Submission, User, ValidationRun
from seodang.services import accounts, catalogue, enrolments, leases, teaching
from seodang.services.exceptions import LimitError

from ..conftest import Actor
from ..factories import MANIFEST, PASSWORD, bundle_files, make_submission, make_user, zipped


@pytest.fixture
def desk(browse: Any, instructor: User) -> Actor:
    """The instructor's browser."""
    return browse(instructor)


def _upload(desk: Actor, data: bytes, name: str = "double.zip") -> Any:
    return desk.upload("/teaching/courses/test/upload", "archive", name, data)


def _validated(
    ok: bool, problems: list[dict[str, Any]] | None = None, gates: list[dict[str, Any]] | None = None
) -> None:
    lease = leases.claim()
    assert lease is not None
    values = {"ok": ok, "problems": problems or [], "examples": [], "gates": gates or []}
    leases.finish(lease, values, [("verdict", {"ok": ok})])


def test_upload_validate_publish(desk: Actor, exercise: Exercise) -> None:
    """An uploaded bundle waits for its validation, and becomes the current version only when published."""
    before = exercise.current_id
    files = bundle_files(**{"exercise.toml": MANIFEST.replace("Double it", "Double it again")})
    answer = _upload(desk, zipped(files))
    place = answer.headers["Location"]

    assert answer.status_code == 303
    assert "/publish" not in desk.get(place).text
    _validated(ok=True)
    assert "/publish" in desk.get(place).text
    assert exercise.current_id == before
    assert desk.post(f"{place}/publish").status_code == 303
    assert catalogue.exercise("test", "double").current_id != before
    assert "Double it again" in desk.get("/courses/test").text


def test_earlier_submissions_keep_their_version(desk: Actor, student: User, exercise: Exercise) -> None:
    """What was graded stays with the version it was graded by."""
    row = make_submission(student, exercise)
    version = row.version_id
    leases.finish(leases.claim(), {"verdict": "WA", "score": 0.0})  # type: ignore[arg-type]
    place = _upload(desk, zipped(bundle_files(**{"prompt.en.md": "Another text."}))).headers["Location"]
    _validated(ok=True)
    desk.post(f"{place}/publish")

    db.session.refresh(row)
    assert row.version_id == version
    assert db.session.get_one(Exercise, exercise.id).current_id != version


def test_bundle_with_problems_is_not_published(desk: Actor, exercise: Exercise) -> None:
    """What did not validate cannot be published, also not by sending the form by hand."""
    before = exercise.current_id
    place = _upload(desk, zipped(bundle_files())).headers["Location"]
    both = {"en": "fails nothing", "ko": "실패가 없습니다"}
    _validated(
        ok=False, problems=[{"file": "examples/wrong/same.py", "key": "", "message": both, "cure": both}]
    )
    page = desk.get(place).text

    assert "fails nothing" in page
    assert "/publish" not in page
    assert desk.post(f"{place}/publish").status_code == 422
    assert db.session.get_one(Exercise, exercise.id).current_id == before


def test_new_exercise_appears_in_the_outline(desk: Actor, exercise: Exercise) -> None:
    """An exercise that the outline does not know is put at its end."""
    place = _upload(desk, zipped(bundle_files(), folder="brand-new")).headers["Location"]
    _validated(ok=True)
    desk.post(f"{place}/publish")

    assert "/exercises/brand-new" in desk.get("/courses/test").text


def test_unzipped_names_may_lie_at_the_top(desk: Actor, exercise: Exercise) -> None:
    """An archive without a folder is named by its file."""
    answer = _upload(desk, zipped(bundle_files(), folder=""), "top-level.zip")

    assert answer.status_code == 303
    assert db.session.query(ValidationRun).one().slug == "top-level"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"no zip at all", "double.zip"),
        (zipped({"exercise.toml": b"= broken"}), "double.zip"),
        (zipped({**bundle_files(), "../../evil.py": b"x"}), "double.zip"),
        (zipped(bundle_files()), "double.tar"),
        (b"", "x.zip"),
    ],
)
def test_unfit_archives_are_explained(desk: Actor, exercise: Exercise, data: bytes, name: str) -> None:
    """An archive that is no bundle comes back with what is wrong, and nothing is stored."""
    answer = _upload(desk, data, name)

    assert answer.status_code == 422
    assert db.session.query(ValidationRun).count() == 0


def test_large_bundles_may_be_uploaded(desk: Actor, exercise: Exercise) -> None:
    """A bundle may be larger than other forms, up to its own limit."""
    data = bytes(range(256)) * 6 * 4096
    files = {**bundle_files(), "data/hidden/x.bin": data}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for inner, content in files.items():
            archive.writestr(f"double/{inner}", content)

    assert _upload(desk, out.getvalue()).status_code == 303
    assert _upload(desk, b"x" * (21 * 2**20)).status_code == 413


def test_validation_tells_how_far_it_is(desk: Actor, exercise: Exercise) -> None:
    """While a bundle is validated its page shows what was tried already."""
    place = _upload(desk, zipped(bundle_files())).headers["Location"]
    lease = leases.claim()
    assert lease is not None
    example = {
        "name": "examples/right/times.py",
        "ok": True,
        "verdict": "AC",
        "message": {"en": "", "ko": ""},
    }
    leases.append(lease, [("progress", {"done": 1, "total": 4, "example": example})])

    assert "examples/right/times.py" in desk.get(place).text
    assert desk.get(f"{place}/status").json["state"] == "running"


def test_validation_names_the_gate_it_is_at(desk: Actor, exercise: Exercise) -> None:
    """How far a gate has come is told in the reader's language, with a bar for those who see it."""
    place = _upload(desk, zipped(bundle_files())).headers["Location"]
    lease = leases.claim()
    assert lease is not None
    steps = [{"gate": "flake", "done": done, "total": 850, "example": None} for done in (20, 120)]
    leases.append(lease, [("progress", step) for step in steps])
    page = desk.get(place).text

    assert "Repetition: 120 of 850" in page
    assert 'max="850" value="120"' in page
    assert desk.get(f"{place}/status").json["progress"]["done"] == 120


def test_each_gate_tells_what_it_tried(desk: Actor, exercise: Exercise) -> None:
    """Name, summary and time of every gate stay readable, in both languages, whether it passed or not."""
    place = _upload(desk, zipped(bundle_files())).headers["Location"]
    both = {"en": "It pays cheats.", "ko": "부정 제출에 점수를 줍니다."}
    problem = {"file": "checks.py", "key": "test_public", "message": both, "cure": both}
    summary = {"en": "18 cheats got nothing", "ko": "부정 제출 18개"}
    gate = {
        "gate": "cheat",
        "ok": False,
        "problems": [problem],
        "summary": summary,
        "facts": {},
        "seconds": 1.5,
    }
    _validated(
        ok=False, problems=[problem], gates=[gate, gate | {"gate": "flake", "ok": True, "problems": []}]
    )
    page, korean = desk.get(place).text, desk.get(place, headers={"Accept-Language": "ko"}).text

    assert all(
        text in page for text in ("Cheating submissions", "18 cheats", "1 problem", "1.5 s", "Repetition")
    )
    assert "It pays cheats." in page
    assert all(text in korean for text in ("부정 제출 18개", "문제 1개", "1.5초"))


def test_what_was_validated_without_gates_is_validated_again(desk: Actor, exercise: Exercise) -> None:
    """A run from before there were gates cannot be published any more."""
    place = _upload(desk, zipped(bundle_files())).headers["Location"]
    lease = leases.claim()
    assert lease is not None
    leases.finish(lease, {"ok": True, "problems": [], "examples": []})

    assert "/publish" not in desk.get(place).text
    assert desk.post(f"{place}/publish").status_code == 422


def test_scores_take_the_best_attempt(desk: Actor, student: User, exercise: Exercise) -> None:
    """The table holds the best submitted score; runs and our failures do not count."""
    for mode, verdict, score in [
        ("submit", "WA", 0.25),
        ("submit", "WA", 0.75),
        ("run", "AC", 1.0),
        ("submit", "IE", 1.0),
    ]:
        make_submission(student, exercise, state=DONE, mode=mode, verdict=verdict, score=score)
    page = desk.get("/teaching/courses/test/scores").text

    assert "minji" in page
    assert "75%" in page
    assert "100%" not in page


def test_csv_cannot_be_read_as_formulas(desk: Actor, exercise: Exercise) -> None:
    """A name that begins like a formula is text in every spreadsheet."""
    for name in ("=HYPERLINK(1)", "+1", "-1", "  =2"):
        make_user(name, exercise.course)
    answer = desk.get("/teaching/courses/test/scores.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert rows[0] == ["Student", "double"]
    assert {row[0] for row in rows[1:]} == {"'=HYPERLINK(1)", "'+1", "'-1", "'=2"}


def test_names_of_students_are_text(desk: Actor, exercise: Exercise) -> None:
    """Markup in a display name is shown, not run."""
    user = accounts.register("<script>alert(1)</script>", PASSWORD)
    enrolments.enrol(user, exercise.course)

    assert "<script>alert" not in desk.get("/teaching/courses/test/scores").text


def test_teaching_belongs_to_instructors(auth: Actor, exercise: Exercise) -> None:
    """Students have no teaching side and no link to it."""
    assert auth.get("/teaching").status_code == 403
    assert "/teaching" not in auth.get("/courses/test").text


def test_uploads_are_limited(instructor: User, exercise: Exercise) -> None:
    """Three validations at a time and instructor."""
    for _ in range(3):
        teaching.upload(instructor, exercise.course, zipped(bundle_files()), "double.zip")

    with pytest.raises(LimitError):
        teaching.upload(instructor, exercise.course, zipped(bundle_files()), "double.zip")
    assert db.session.query(Submission).count() == 0
