"""Things a test of the site starts from: bundles, courses, people, submissions."""

from __future__ import annotations

import io
import itertools
import secrets
import zipfile
from collections.abc import Mapping

from graders.bundle import Bundle, bundle_from_files
from graders.quiz import Question, Variant, choice, number
from seodang.extensions import db
from seodang.models import DONE, Course, Exercise, QuizVariant, Submission, User
from seodang.services import accounts, catalogue, enrolments

PASSWORD = "correct-horse-7-battery"
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    return x\n"
_numbers = itertools.count(1)

MANIFEST = """\
schema = 1
kind = "code"
[title]
en = "Double it"
ko = "두 배로"
[files]
submit = ["solution.py"]
[gates]
repeats = 3
[[checks]]
test = "test_public"
points = 1
visibility = "public"
title = { en = "Two becomes four", ko = "2는 4가 됩니다" }
hint = { en = "Multiply.", ko = "곱하세요." }
[[checks]]
test = "test_hidden"
points = 3
visibility = "hidden"
title = { en = "Any number", ko = "어떤 수든" }
hint = { en = "Negative ones too.", ko = "음수도 됩니다." }
"""
CHECKS = """\
def test_public(submission):
    assert submission.double(2) == 4


def test_hidden(submission):
    assert submission.double(-21) == -42
"""
VARIANTS = """\
from graders.quiz import Question, number


def generate(rng):
    n = rng.randint(2, 99)
    fields = [number("twice", "Twice", 2 * n)]
    return Question(id="double", prompt=f"Twice {n}?", fields=fields, worked=f"It is {2 * n}.")
"""
QUIZ_MANIFEST = 'schema = 1\nkind = "quiz"\n[title]\nen = "Doubles"\nko = "두 배"\n'


def bundle_files(**changed: str) -> dict[str, bytes]:
    """The files of a small code exercise, some of them changed."""
    files = {
        "exercise.toml": MANIFEST,
        "prompt.en.md": "Write `double(x)`: $2x$.\n\n![curve](figures/curve.svg)\n",
        "prompt.ko.md": "`double(x)`를 구현하세요: $2x$.\n",
        "starter/solution.py": "def double(x):\n    ...\n",
        "reference/solution.py": "# REFERENCE_SECRET\n" + RIGHT,
        "checks.py": CHECKS,
        "examples/right/times.py": "# technique: multiplication\n" + RIGHT,
        "examples/wrong/same.py": "# fails: test_public, test_hidden\n# because: returns its argument\n"
        + WRONG,
        "figures/curve.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    return {name: text.encode() for name, text in {**files, **changed}.items()}


def with_hints(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files with three hints."""
    steps = [f'[[hints]]\nen = "STEP-{n}: *look*."\nko = "힌트-{n}"\n' for n in (1, 2, 3)]
    return {**files, "exercise.toml": files["exercise.toml"] + "".join(steps).encode()}


def make_bundle(slug: str = "double", files: Mapping[str, bytes] | None = None) -> Bundle:
    """A small code exercise."""
    return bundle_from_files(files or bundle_files(), slug=slug, course="test")


def quiz_bundle(slug: str = "doubles") -> Bundle:
    """A small quiz."""
    files = {
        "exercise.toml": QUIZ_MANIFEST,
        "prompt.en.md": "Doubles.",
        "prompt.ko.md": "두 배.",
        "variants.py": VARIANTS,
    }
    return bundle_from_files({name: text.encode() for name, text in files.items()}, slug=slug, course="test")


def zipped(files: Mapping[str, bytes], folder: str = "double") -> bytes:
    """The files as the archive an instructor uploads."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"{folder}/{name}" if folder else name, data)
    return out.getvalue()


def make_course(slug: str = "test") -> Course:
    """A course with one chapter that announces an exercise and a quiz."""
    chapter = {"id": "1", "title": {"en": "First", "ko": "하나"}, "exercises": ["double", "doubles", "later"]}
    course = Course(
        slug=slug,
        title={"en": "Test course", "ko": "시험 과목"},
        description={"en": "", "ko": ""},
        outline=[chapter],
    )
    db.session.add(course)
    db.session.commit()
    return course


def make_exercise(course: Course, bundle: Bundle | None = None) -> Exercise:
    """A published exercise."""
    found = bundle or make_bundle()
    catalogue.publish(course, found, "folder")
    return catalogue.exercise(course.slug, found.slug)


def make_user(name: str = "", course: Course | None = None, role: str = "student") -> User:
    """Somebody with an account, enrolled where a course is given."""
    user = accounts.register(name or f"person-{next(_numbers)}", PASSWORD)
    if course is not None:
        enrolments.enrol(user, course, role)
    return user


def make_submission(user: User, exercise: Exercise, **columns: object) -> Submission:
    """A submission as it lies in the table."""
    assert exercise.current_id is not None
    values = {"mode": "submit", "files": {"solution.py": RIGHT}, "token": secrets.token_hex(8), **columns}
    row = Submission(user_id=user.id, exercise_id=exercise.id, version_id=exercise.current_id, **values)
    db.session.add(row)
    db.session.commit()
    return row


def question() -> Variant:
    """A question whose answers are 42 and `odd`."""
    parity = {"even": {"en": "even", "ko": "짝수"}, "odd": {"en": "odd", "ko": "홀수"}}
    return Question(
        id="sum",
        prompt={"en": "Half of 84, and the parity of 7? KEY-FREE", "ko": "84의 절반과 7의 홀짝은?"},
        fields=[number("half", "Half", 42), choice("parity", "Parity", parity, "odd")],
        worked={"en": "84 / 2 = 42: WORKED", "ko": "84 / 2 = 42"},
    ).to_variant()


def make_variant(user: User, exercise: Exercise, variant: dict[str, object]) -> QuizVariant:
    """An issued variant."""
    assert exercise.current_id is not None
    row = QuizVariant(
        user_id=user.id,
        exercise_id=exercise.id,
        version_id=exercise.current_id,
        seed=1,
        state=DONE,
        variant=variant,
    )
    db.session.add(row)
    db.session.commit()
    return row
