"""Reading course.toml: chapters, sections, what to solve first, assignments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graders.course import Course, course_from_text
from graders.problems import BundleError

HEAD = 'schema = 1\ntitle = { en = "T", ko = "제목" }\n'
TITLE = 'title = { en = "One", ko = "하나" }\n'
CHAPTER = f'[[chapters]]\nid = "5"\n{TITLE}exercises = ["warm-up"]\n'
SECTION = f'[[chapters.sections]]\nid = "5-1"\n{TITLE}exercises = ["first", "second"]\n'
WEEK = f'[[assignments]]\nkey = "week"\n{TITLE}exercises = ["first"]\n'


def read(*parts: str) -> Course:
    """The course of these parts."""
    return course_from_text("".join([HEAD, *parts]).encode(), "test")


def problems_of(*parts: str) -> dict[str, str]:
    """What is wrong with a course of these parts, by key."""
    with pytest.raises(BundleError) as caught:
        read(*parts)
    assert all(problem.file == "course.toml" and problem.cure.ko for problem in caught.value.problems)
    return {problem.key: problem.message.en for problem in caught.value.problems}


def test_a_chapter_without_sections_still_works() -> None:
    """Chapters may list exercises by themselves."""
    course = read(CHAPTER)

    assert course.exercises == ["warm-up"]
    assert course.sections == []


def test_sections_follow_the_chapters_own_exercises() -> None:
    """The order of a course is that of chapters, and in each its own exercises before its sections."""
    course = read(CHAPTER, SECTION, SECTION.replace("5-1", "5-2").replace('"first", "second"', '"third"'))

    assert course.exercises == ["warm-up", "first", "second", "third"]
    assert [section.id for section in course.sections] == ["5-1", "5-2"]


def test_a_section_is_there_once() -> None:
    """Two sections of one id are refused wherever they stand, since lessons are named by it."""
    again = CHAPTER.replace('"5"', '"6"').replace("warm-up", "other")

    found = problems_of(CHAPTER, SECTION, again, SECTION.replace("first", "a").replace("second", "b"))

    assert found == {"chapters[1].sections[0].id": "Two sections have the id 5-1."}


@pytest.mark.parametrize("name", ["5/1", "../5", "5 1", "5_1", ""])
def test_a_section_can_be_an_address(name: str) -> None:
    """An id that does not fit into an address is refused."""
    assert "chapters[0].sections[0].id" in problems_of(CHAPTER, SECTION.replace("5-1", name))


def test_an_exercise_is_listed_once() -> None:
    """The same slug in a chapter and a section is refused, and the place is named."""
    found = problems_of(CHAPTER.replace("warm-up", "second"), SECTION)

    assert found == {"chapters[0].sections[0].exercises[1]": "second is listed twice."}


def test_what_is_solved_first_is_an_exercise_of_the_course() -> None:
    """Both sides of [requires] must be listed."""
    found = problems_of(CHAPTER, SECTION, '[requires]\nsecond = ["nothing"]\n')

    assert found == {"requires.second": "nothing is in no chapter of this course."}


def test_nothing_comes_before_itself() -> None:
    """A circle in [requires] is refused at each of its links."""
    circle = '[requires]\nfirst = ["second"]\nsecond = ["warm-up"]\nwarm-up = ["first"]\n'

    assert set(problems_of(CHAPTER, SECTION, circle)) == {
        "requires.first",
        "requires.second",
        "requires.warm-up",
    }


def test_times_of_an_assignment_are_moments() -> None:
    """A time with its offset is the same moment in every zone."""
    (assignment,) = read(CHAPTER, SECTION, WEEK, "due = 2026-09-30T23:59:00+09:00\n").assignments

    assert assignment.due == datetime(2026, 9, 30, 14, 59, tzinfo=UTC)
    assert (assignment.opens, assignment.closes, assignment.attempts) == (None, None, None)


@pytest.mark.parametrize("value", ["2026-09-30T23:59:00", "2026-09-30", '"tomorrow"'])
def test_a_time_without_a_zone_is_refused(value: str) -> None:
    """A local time would mean another moment on every machine."""
    assert "assignments[0].due" in problems_of(CHAPTER, SECTION, WEEK, f"due = {value}\n")


@pytest.mark.parametrize(
    ("opens", "due", "closes", "wrong"),
    [("03", "02", "04", "due"), ("02", "02", "04", "due"), ("01", "03", "02", "closes")],
)
def test_times_are_in_order(opens: str, due: str, closes: str, wrong: str) -> None:
    """It opens before it is due, and does not close before that."""
    days = {"opens": opens, "due": due, "closes": closes}
    times = "".join(f"{name} = 2026-09-{day}T00:00:00Z\n" for name, day in days.items())

    assert set(problems_of(CHAPTER, SECTION, WEEK, times)) == {f"assignments[0].{wrong}"}


def test_an_exercise_stands_in_one_assignment() -> None:
    """Two assignments of one exercise, or of one key, are refused."""
    found = problems_of(CHAPTER, SECTION, WEEK, WEEK)

    assert found == {
        "assignments[1].key": "Two assignments have the key week.",
        "assignments[1].exercises[0]": "first stands in two assignments.",
    }


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ('exercises = ["nothing"]', "assignments[0].exercises[0]"),
        ("exercises = []", "assignments[0].exercises"),
        ('exercises = ["first"]\nattempts = 0', "assignments[0].attempts"),
        ('exercises = ["first"]\ndeu = 2026-09-30T23:59:00Z', "assignments[0].deu"),
    ],
)
def test_an_assignment_makes_sense(change: str, key: str) -> None:
    """Exercises must be listed, attempts at least one, and keys known."""
    assert set(problems_of(CHAPTER, SECTION, WEEK.replace('exercises = ["first"]', change))) == {key}


def test_a_concept_says_which_lesson_explains_it() -> None:
    """The lesson is that of a section; a concept may have none."""
    sums = 'sums = {{ en = "sums", ko = "덧셈", lesson = "{}" }}\n'
    named = f'[concepts]\n{sums}plain = {{{{ en = "plain", ko = "민" }}}}\n'

    course = read(CHAPTER, SECTION, named.format("5-1"))

    assert {name: concept.lesson for name, concept in course.concepts.items()} == {"sums": "5-1", "plain": ""}
    assert problems_of(CHAPTER, SECTION, named.format("5-9")) == {
        "concepts.sums.lesson": "No section of this course has the id 5-9."
    }


def test_a_first_hour_needs_nothing_that_it_leaves_out() -> None:
    """Its exercises are listed, come once, and come after what they need."""
    needs = '[requires]\nsecond = ["first"]\n'

    def hour(*slugs: str) -> str:
        return f"first_hour = {list(slugs)}\n"

    assert read(hour("first", "second"), CHAPTER, SECTION, needs).first_hour == ["first", "second"]
    assert problems_of(hour("second", "first", "first", "third"), CHAPTER, SECTION, needs) == {
        "first_hour[0]": "second needs first, which does not come before it.",
        "first_hour[2]": "first is listed twice.",
        "first_hour[3]": "third is in no chapter of this course.",
    }
