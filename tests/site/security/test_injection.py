"""Text that is an attack, planted wherever somebody can write, and every page that may show it."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest

from graders.bilingual import Bilingual
from graders.bundle import bundle_from_files
from graders.quiz import Question, number
from seodang.extensions import db
from seodang.models import Course, Draft, Event, Exercise, Lesson, PracticeCard, User, ValidationRun
from seodang.services import teaching
from seodang.services.packing import pack

from ..factories import (
    MANIFEST,
    bundle_files,
    make_bundle,
    make_exercise,
    make_submission,
    make_user,
    make_variant,
)
from ..fakes import FakeGrader
from .conftest import HINTS
from .routes import GETS

TAG = "<img src=x onerror=alert(1)>"
EVIL = f"\"'></title></script>{TAG}<script>alert(1)</script>{{{{100003*100019}}}}"
SHORT = f"'\"></p>{TAG}"  # fits a name
LINKS = '[go](javascript:alert(1)) ![x](x" onerror="alert(1))'
MARKDOWN = f"{EVIL}\n\n{LINKS}\n\n`{TAG}` $ {TAG} $\n\n<svg/onload=alert(1)>\n"
#: what a template would make of it; longer than the figures of any moment
COMPUTED = str(100003 * 100019)


class Dangers(HTMLParser):
    """What a browser would run of a page, or fetch for an attacker."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element as a browser reads it."""
        values = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.found.append("script")
        self.found += [name for name in values if name.startswith("on") or name in ("style", "srcdoc")]
        links = [values.get("href", ""), values.get("src", ""), values.get("action", "")]
        self.found += [
            link for link in links if link == "x" or link.strip().lower().startswith("javascript:")
        ]


@pytest.fixture
def student(course: Course) -> User:
    """Somebody with a dangerous name."""
    return make_user(SHORT, course)


@pytest.fixture
def instructor(course: Course) -> User:
    """An instructor with another one."""
    return make_user(f"2{SHORT}", course, "instructor")


@pytest.fixture
def course(course: Course) -> Course:
    """A course whose own words are an attack."""
    course.title = {"en": EVIL, "ko": EVIL}
    course.description = {"en": MARKDOWN, "ko": MARKDOWN}
    chapter = {"id": "1", "title": course.title, "exercises": ["double", "doubles", "later"]}
    course.outline = [chapter]
    db.session.commit()
    return course


@pytest.fixture
def exercise(course: Course) -> Exercise:
    """An exercise by somebody who means ill."""
    quoted = msgspec.json.encode(EVIL).decode()
    manifest = MANIFEST.replace('"Double it"', quoted).replace('"Two becomes four"', quoted)
    hints = HINTS.replace('"Two times."', quoted)
    files = bundle_files(
        **{
            "exercise.toml": f"{manifest}{hints}",
            "prompt.en.md": MARKDOWN,
            "starter/solution.py": f"# {EVIL}\n",
            "reference/solution.py": f"# {EVIL}\n",
        }
    )
    return make_exercise(course, bundle_from_files(files, slug="double", course="test"))


@pytest.fixture
def things(student: User, instructor: User, exercise: Exercise, quiz: Exercise) -> dict[str, int]:
    """One of everything, and the attack in all of it."""
    source = f"# {EVIL}\n"
    report = FakeGrader().grade(make_bundle(), {"solution.py": b""})
    said = Bilingual(EVIL, EVIL)
    checks = [msgspec.structs.replace(check, message=said, title=said) for check in report.checks]
    output = msgspec.structs.replace(report.output, stdout=EVIL, stderr=EVIL)
    evil = msgspec.structs.replace(report, checks=checks, output=output, message=said)
    row = make_submission(
        student,
        exercise,
        state="done",
        verdict="AC",
        files={"solution.py": source},
        report=msgspec.to_builtins(evil),
        score=1.0,
    )
    asked = Question(id="q", prompt=MARKDOWN, fields=[number("n", EVIL, 1)], worked=MARKDOWN).to_variant()
    variant = make_variant(student, quiz, msgspec.to_builtins(asked))
    problem = {"where": EVIL, "message": {"en": EVIL, "ko": EVIL}}
    run = ValidationRun(
        user_id=instructor.id,
        course_id=exercise.course_id,
        slug="double",
        version="v",
        content=pack(bundle_files()),
        ok=False,
        state="done",
        problems=[problem],
        examples=[],
    )
    words = {"en": MARKDOWN, "ko": MARKDOWN}
    db.session.add_all(
        [
            run,
            Draft(user_id=student.id, exercise_id=exercise.id, files={"solution.py": source}),
            Event(submission_id=row.id, kind="check", data={"test": "test_public", "message": words}),
            Lesson(
                course_id=exercise.course_id,
                section="1-1",
                position=1,
                title={"en": EVIL, "ko": EVIL},
                body=words,
                figures={"curve.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"},
                version="v",
            ),
            PracticeCard(
                user_id=student.id, exercise_id=quiz.id, question="q", concept=SHORT, state={"stability": 1}
            ),
        ]
    )
    db.session.commit()
    return {"submission": row.id, "variant": variant.id, "run": run.id}


@pytest.mark.parametrize("who", ["anonymous", "owner", "instructor"])
def test_planted_markup_stays_text(things: dict[str, int], browser_of: Any, who: str) -> None:
    """Names, titles, prompts, drafts, sources, reports, questions and lessons arrive as text everywhere."""
    browser = browser_of(who)
    shown = 0
    for name, route in GETS.items():
        answer = browser.get(route.url.format(**things))
        answer.close()
        if answer.mimetype == "text/html":
            assert Dangers(answer.text).found == [], name
            assert COMPUTED not in answer.text, name
            shown += "&lt;img src=x" in answer.text
        elif answer.mimetype == "text/event-stream":
            assert all(
                line.startswith((":", "id", "event", "data", "retry"))
                for line in answer.text.split("\n")
                if line
            )
        elif answer.mimetype != "image/svg+xml" and TAG.encode() in answer.data:
            assert answer.mimetype in ("application/json", "text/csv"), name
            assert answer.headers["X-Content-Type-Options"] == "nosniff"

    assert shown >= {"anonymous": 1, "owner": 7, "instructor": 7}[who]


def test_search_says_what_was_asked_as_text(things: dict[str, int], browser_of: Any) -> None:
    """What is in the address comes back as text too."""
    browser = browser_of("owner")
    for url in (f"/search?q={TAG}", f"/no-such-page/{TAG}", f"/courses/{TAG}", f"/sign-in?next={TAG}"):
        assert TAG not in browser.get(url).text, url


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@sum(a)", "\uff1d1", "=cmd|' /C calc'!A0"])
def test_no_cell_of_a_table_is_a_formula(course: Course, exercise: Exercise, name: str) -> None:
    """A name that a spreadsheet would compute is a text in the file of scores."""
    student = make_user("harmless", course)
    student.name = name
    db.session.commit()
    rows = list(csv.reader(io.StringIO(teaching.scores_csv(course, "Student"))))

    assert rows[1][0][:1] not in ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
