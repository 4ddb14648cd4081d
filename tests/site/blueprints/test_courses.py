"""The pages of a course: outline, lessons, search, front page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from seodang.extensions import db
from seodang.models import DONE, Assignment, AssignmentItem, Course, Exercise, Lesson, PracticeCard, User, now

from ..conftest import Actor
from ..factories import MANIFEST, bundle_files, make_bundle, make_exercise, make_submission

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
BODY = """\
# Its own title

See ![a drawing](figures/line.svg) and [the next](lesson:1-2), [[exercise:double]],
[an exercise](exercise:doubles), [nothing](exercise:absent), <script>alert(1)</script>.

## Exercises

- [Double it](exercise:double)

## Sources

A book.
"""


@pytest.fixture
def lessons(course: Course, exercise: Exercise, quiz: Exercise) -> None:
    """Two sections with a lesson each, and a quiz outside of both."""
    texts = {"title": {"en": "Windows", "ko": "창"}}
    chapter = dict(course.outline[0])
    chapter["sections"] = [
        {"id": "1-1", **texts, "exercises": ["double"], "lesson": True},
        {"id": "1-2", "title": {"en": "Doors", "ko": "문"}, "exercises": ["later"], "lesson": True},
    ]
    course.outline = [chapter]
    course.requires = {"double": ["doubles"]}
    for position, section in enumerate(chapter["sections"]):
        body = {"en": BODY, "ko": "창은 움직입니다. <b>굵게</b>"}
        row = Lesson(course_id=course.id, section=section["id"], position=position, version=f"v{position}")
        row.title, row.body, row.figures = section["title"], body, {"line.svg": SVG}
        db.session.add(row)
    db.session.commit()


def assign(exercise: Exercise, **terms: Any) -> None:
    """Put an exercise into an assignment."""
    row = Assignment(course_id=exercise.course_id, key="week", title={"en": "Week 1", "ko": "1주차"}, **terms)
    row.items = [AssignmentItem(exercise_id=exercise.id)]
    db.session.add(row)
    db.session.commit()


def test_the_outline_says_how_things_stand(auth: Actor, lessons: None) -> None:
    """Sections with their lessons, what should be solved first, what is not there yet, what to do next."""
    page = auth.get("/courses/test").text

    assert page.index('href="/courses/test/lessons/1-1"') < page.index('href="/courses/test/lessons/1-2"')
    assert 'href="/courses/test/lessons/1-1"' in page
    assert 'First: <a class="contents__first" href="/courses/test/exercises/doubles"' in page
    assert page.count("not published yet") == 1
    assert re.search(r'button--primary" href="/courses/test/exercises/doubles"', page)


def test_a_student_sees_what_to_expect(auth: Actor, course: Course) -> None:
    """How hard an exercise is and how long it takes, in the outline and beside the prompt; concepts there."""
    manifest = MANIFEST.replace(
        'kind = "code"', 'kind = "code"\nconcepts = ["doubling"]\ndifficulty = 3\nminutes = 40'
    )
    make_exercise(course, make_bundle("double", bundle_files(**{"exercise.toml": manifest})))
    course.concepts = {"doubling": {"en": "doubling", "ko": "곱절"}}
    db.session.commit()
    korean = {"Accept-Language": "ko"}

    assert "medium · about 40 min" in auth.get("/courses/test").text
    desk = auth.get("/courses/test/exercises/double").text
    assert "Medium · about 40 min" in desk
    assert '<a href="/search?q=doubling">doubling</a>' in desk
    assert "보통 · 약 40분" in auth.get("/courses/test", headers=korean).text
    assert ">곱절</a>" in auth.get("/courses/test/exercises/double", headers=korean).text


def test_somebody_new_is_told_where_to_begin(auth: Actor, course: Course, lessons: None) -> None:
    """The first hour in steps, each lesson beside the exercise that it is for; none without one."""
    assert "Your first hour" not in auth.get("/courses/test").text
    course.first_hour = ["double"]
    db.session.commit()

    page = auth.get("/courses/test").text

    hour = page[page.index("Your first hour") : page.index("outline__chapters")]
    assert hour.index('href="/courses/test/lessons/1-1"') < hour.index(
        'href="/courses/test/exercises/double"'
    )


def test_the_map_leads_to_every_exercise(auth: Actor, lessons: None) -> None:
    """As a drawing whose boxes are links, and in words with what comes first."""
    page = auth.get("/courses/test/map").text

    assert '<a href="/courses/test/exercises/double" class="map__node map__node--later"' in page
    assert '<a href="/courses/test/exercises/doubles" class="map__node map__node--ready"' in page
    assert re.search(r'after <a href="/courses/test/exercises/doubles">', page)
    assert auth.get("/courses/nowhere/map").status_code == 404


def test_the_index_names_terms_in_both_languages(auth: Actor, course: Course, lessons: None) -> None:
    """Each with the lesson that explains it, in the order of the reader's language."""
    course.concepts = {
        "pane": {"en": "pane", "ko": "유리", "lesson": "1-1"},
        "axle": {"en": "axle", "ko": "축"},
    }
    db.session.commit()

    english = auth.get("/courses/test/terms").text
    korean = auth.get("/courses/test/terms", headers={"Accept-Language": "ko"}).text

    assert english.index(">axle</a>") < english.index(">pane</a>")
    assert '<a href="/courses/test/lessons/1-1#:~:text=pane">Windows</a>' in english
    assert '<span class="terms__other" lang="ko">유리</span>' in english
    assert korean.index(">유리</a>") < korean.index(">축</a>")
    assert '<span class="terms__other" lang="en">axle</span>' in korean


def test_deadlines_are_told_in_the_readers_zone(auth: Actor, student: User, exercise: Exercise) -> None:
    """With the time in the zone of the profile, and how long there is, rounded down."""
    student.timezone = "Asia/Seoul"
    due = (now() + timedelta(days=3, hours=1)).replace(second=0, microsecond=0)
    assign(exercise, due_at=due, attempts=4)
    page = auth.get("/courses/test").text

    local = f"{due + timedelta(hours=9):%Y-%m-%d %H:%M} KST"
    assert page.count(local) >= 2
    assert "(in 3 days)" in page
    assert "4 attempts for each" in page


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"opens_at": timedelta(hours=5, minutes=9)}, "(in 5 hours)"),
        ({"due_at": timedelta(minutes=9, seconds=50)}, "(in 9 minutes)"),
        ({"due_at": -timedelta(hours=1)}, "deadline passed"),
        (
            {"due_at": -timedelta(hours=1), "closes_at": timedelta(hours=1)},
            "deadline passed, still taken until <time",
        ),
        ({"closes_at": -timedelta(hours=1)}, "closed"),
    ],
)
def test_each_stage_has_its_words(
    auth: Actor, exercise: Exercise, terms: dict[str, timedelta], said: str
) -> None:
    """Before it opens, shortly before the deadline, after it, and when it has closed."""
    assign(exercise, **{name: now() + delta for name, delta in terms.items()})

    assert said in auth.get("/courses/test").text
    assert said in auth.get("/courses/test/exercises/double").text


def test_the_desk_says_which_attempt_is_next(auth: Actor, student: User, exercise: Exercise) -> None:
    """Attempts used and left, until there is none."""
    assign(exercise, attempts=2)
    url = "/courses/test/exercises/double"
    assert "attempt 1 of 2" in auth.get(url).text
    make_submission(student, exercise, state=DONE, verdict="WA", score=0.0)
    assert "attempt 2 of 2" in auth.get(url).text
    make_submission(student, exercise)

    assert "All 2 attempts are used up." in auth.get(url).text


def test_the_desk_links_what_comes_first(auth: Actor, lessons: None) -> None:
    """The lesson of the section, and exercises that are better solved first."""
    page = auth.get("/courses/test/exercises/double").text

    assert '<a href="/courses/test/lessons/1-1">Windows</a>' in page
    assert '<a href="/courses/test/exercises/doubles">Doubles</a>' in page


def test_a_solved_course_says_so(auth: Actor, student: User, exercise: Exercise) -> None:
    """Nothing is left to do, and its chapter is folded."""
    make_submission(student, exercise, state=DONE, verdict="AC", score=1.0)
    page = auth.get("/courses/test").text

    assert "Everything is solved." in page
    assert "<details>" in page


def test_an_empty_course_says_so(auth: Actor, course: Course) -> None:
    """A course without chapters has a page."""
    course.outline = []
    db.session.commit()

    assert "This course has no chapters yet." in auth.get("/courses/test").text


def test_a_lesson_is_a_page(auth: Actor, lessons: None) -> None:
    """Its title once, links that lead somewhere, drawings by address, no scripts, and its neighbours."""
    page = auth.get("/courses/test/lessons/1-1").text

    assert "Its own title" not in page
    assert 'href="/courses/test/lessons/1-2">the next' in page.replace(' rel="noopener noreferrer"', "")
    assert 'href="/courses/test/exercises/doubles"' in page
    assert 'href="/courses/test/exercises/double"' in page
    assert "exercise:absent" not in page
    assert "<script>alert" not in page
    assert 'src="/courses/test/lessons/1-1/figures/line.svg' in page
    assert 'rel="next" href="/courses/test/lessons/1-2"' in page
    assert 'rel="prev"' not in page


def test_a_lesson_lists_its_exercises_once(auth: Actor, lessons: None) -> None:
    """The text's own list gives way to the page's, which says how each stands; other sections stay."""
    page = auth.get("/courses/test/lessons/1-1").text

    assert '<h2 id="exercises"' not in page
    assert "<h2>Exercises</h2>" not in page
    assert "Exercises of this section" in page
    assert "A book." in page


def test_a_lesson_is_in_the_readers_language(auth: Actor, lessons: None) -> None:
    """Korean readers get the Korean text in a Korean page."""
    page = auth.get("/courses/test/lessons/1-1", headers={"Accept-Language": "ko"}).text

    assert '<html lang="ko"' in page
    assert "창은 움직입니다." in page
    assert "<b>" not in page


def test_a_drawing_can_run_nothing(auth: Actor, lessons: None) -> None:
    """It is an image of its own, sandboxed; other names are nothing."""
    answer = auth.get("/courses/test/lessons/1-1/figures/line.svg")

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.headers["Content-Security-Policy"]
    for name in ("other.svg", "..%2f1-2%2ffigures%2fline.svg"):
        assert auth.get(f"/courses/test/lessons/1-1/figures/{name}").status_code == 404


@pytest.mark.parametrize("url", ["/courses/test/lessons/9-9", "/courses/none/lessons/1-1"])
def test_what_is_not_there_is_not_found(auth: Actor, lessons: None, url: str) -> None:
    """Lessons of no section or no course."""
    assert auth.get(url).status_code == 404


@pytest.mark.parametrize("url", ["/courses/test", "/courses/test/lessons/1-1", "/search?q=double"])
def test_strangers_sign_in_first(browse: Callable[..., Actor], lessons: None, url: str) -> None:
    """Reading a course takes an account."""
    assert "/sign-in" in browse().get(url).headers["Location"]


def test_search_marks_and_escapes(auth: Actor, lessons: None) -> None:
    """The words are marked where they stand; markup in a query or a text is only text."""
    page = auth.get("/search?q=움직입니다").text
    assert '<p class="found__snippet" lang="ko">창은 <mark>움직입니다</mark>. &lt;b&gt;' in page

    page = auth.get("/search?q=<script>alert(1)</script>").text
    assert "<script>alert" not in page
    assert "&lt;<mark>script&gt;alert(1)&lt;/script</mark>&gt;" in page


def test_search_has_words_for_nothing(auth: Actor, course: Course) -> None:
    """Before a search and after one that finds nothing."""
    assert "Type what you are looking for." in auth.get("/search").text
    assert "Nothing holds all of these words." in auth.get("/search?q=zebra").text


def test_the_front_page_continues(auth: Actor, lessons: None) -> None:
    """With several courses it shows how far one has come and what is next in each."""
    db.session.add(Course(slug="other", title={"en": "O", "ko": "O"}, description={}, outline=[]))
    db.session.commit()
    page = auth.get("/").text

    assert "0 of 2 solved" in page
    assert 'href="/courses/test/exercises/doubles">Doubles</a>' in page


def test_due_practice_is_offered(auth: Actor, student: User, quiz: Exercise) -> None:
    """The outline says how many questions are to be practised again, and leads there."""
    assert "Practise" not in auth.get("/courses/test").text
    db.session.add(PracticeCard(user_id=student.id, exercise_id=quiz.id, question="sum", state={}))
    db.session.commit()

    assert '<a href="/practice">Practise 1 question</a>' in auth.get("/courses/test").text
