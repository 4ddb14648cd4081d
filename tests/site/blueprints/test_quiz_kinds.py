from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import msgspec
import pytest

from graders.bundle import Bundle, bundle_from_files
from graders.quiz import issue
from seodang.extensions import db
from seodang.models import Course, Exercise, QuizAnswer, QuizVariant, User
from tests.browser import lab_quiz

from ..conftest import Actor
from ..factories import make_exercise, make_user, make_variant

RIGHT = {
    "gradient": "250 ms",
    "activation": "relu",
    "leaf": "B",
    "odd": ["ReLU", "tanh"],
    "steps.1": "forward",
    "steps.2": "loss",
    "steps.3": "backward",
    "use.cnn": "images",
    "use.rnn": "text",
    "c1": "28",
    "c1kind": "conv",
}


def bundle() -> Bundle:
    """The laboratory's quiz of every kind."""
    texts = {
        "exercise.toml": lab_quiz.MANIFEST,
        "quiz.toml": lab_quiz.QUIZ,
        "prompt.en.md": "Kinds.",
        "prompt.ko.md": "종류.",
    }
    return bundle_from_files({name: text.encode() for name, text in texts.items()}, "kinds", "test")


@pytest.fixture
def kinds(course: Course) -> Exercise:
    """A quiz with one question of every kind of answer and figure."""
    return make_exercise(course, bundle())


@pytest.fixture
def variant(student: User, kinds: Exercise) -> QuizVariant:
    """Its question, issued to the student."""
    return make_variant(student, kinds, msgspec.to_builtins(issue(bundle(), 7)))


def controls(page: str) -> list[str]:
    """The controls of the question's form as they are written."""
    form = page.split('class="question"')[1].split("</form>")[0]
    return re.findall(r"<(?:input|select)[^>]*>", form)


def test_every_control_has_a_name_for_those_who_listen(auth: Actor, variant: QuizVariant) -> None:
    """A label, a fieldset's legend or a name of its own; and no two ids are alike."""
    page = auth.get(f"/variants/{variant.id}").text
    for control in controls(page):
        if 'type="hidden"' in control or re.search('type="(radio|checkbox)"', control):
            continue
        ident = re.search(r'id="([^"]+)"', control)
        assert ident is not None
        assert (
            "aria-label=" in control
            or f'<label class="field__label" for="{ident[1]}"' in page
            or (f'for="{ident[1]}"' in page)
        ), control
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("<legend>") == 5
    assert page.count('scope="col"') >= 3
    assert '<th scope="row">C1</th>' in page


def test_malformed_fields_keep_everything(auth: Actor, variant: QuizVariant) -> None:
    """Three fields cannot be read: each says why beside it and on top, and all that was chosen stays."""
    given = RIGHT | {"gradient": "0,25", "steps.2": "forward", "c1": "twenty <b>eight</b>"}
    answer = auth.post(f"/variants/{variant.id}/answers", given)
    page = unescape(answer.text)
    invalid = [control for control in controls(answer.text) if 'aria-invalid="true"' in control]

    assert answer.status_code == 422
    assert db.session.query(QuizAnswer).count() == 0
    assert [re.search('name="([^"]+)"', each)[1] for each in invalid] == [  # type: ignore[index]
        "gradient", "steps.1", "steps.2", "c1",
    ]  # fmt: skip
    assert all(re.search('aria-describedby="[^"]*-note"', each) for each in invalid)
    assert ["autofocus" in each for each in invalid] == [True, False, False, False]
    assert page.count("two ways") == 2
    assert "“forward” stands in more than one place" in page
    assert 'href="#answer-steps.1">Order of a training step, Place 1' in page
    assert 'value="0,25"' in page
    assert "<b>eight" not in answer.text
    assert len(re.findall(r"\bchecked", answer.text)) == 3
    assert len(re.findall(r"\bselected", answer.text)) == 6


def test_malformed_fields_are_told_in_korean(
    browse: Callable[..., Actor], student: User, variant: QuizVariant
) -> None:
    """The reader's language says which field and what was expected."""
    korean = browse(student)
    korean.post("/language", {"lang": "ko", "next": "/"})
    page = korean.post(f"/variants/{variant.id}/answers", RIGHT | {"c1": "스물여덟"}).text

    assert "“스물여덟”: 숫자가 아닙니다" in page
    assert "C1의 크기" in page


def test_answer_is_judged_in_the_words_of_the_question(auth: Actor, variant: QuizVariant) -> None:
    """What was given stands beside what is right, in the labels of options and the units of numbers."""
    wrong = {
        "gradient": "1 s",
        "odd": ["sigmoid"],
        "use.cnn": "text",
        "steps.1": "loss",
        "steps.2": "forward",
    }
    assert auth.post(f"/variants/{variant.id}/answers", RIGHT | wrong).status_code == 303
    page = unescape(re.sub(r"\s+", " ", auth.get(f"/variants/{variant.id}").text))

    assert "<b>Wrong:</b> 1 s" in page
    assert "<b>Right answer:</b> 0.25 ± 0.01 s" in page
    assert "<b>Wrong:</b> sigmoid" in page
    assert re.search("<b>Right answer:</b> (ReLU, tanh|tanh, ReLU)", page)
    assert "<b>Correct:</b> relu" in page
    assert "6 of 11 right" in page
    assert all('type="hidden"' in control for control in controls(page))
    assert "<math" in page.split("Worked solution")[1]


def test_figures_of_the_solution_come_with_it(auth: Actor, variant: QuizVariant) -> None:
    """Before the answer the page holds the question's figures only."""
    before = auth.get(f"/variants/{variant.id}").text
    auth.post(f"/variants/{variant.id}/answers", RIGHT)
    after = auth.get(f"/variants/{variant.id}").text

    assert before.count('role="img"') == 4
    assert "figure-confusion" not in before
    assert after.count('role="img"') == 5


def test_next_question_is_asked_by_a_form(auth: Actor, variant: QuizVariant) -> None:
    """After an answer another one of the same question can be had, and it is said how far it is mastered."""
    auth.post(f"/variants/{variant.id}/answers", RIGHT)
    page = auth.get(f"/variants/{variant.id}").text

    assert '<input type="hidden" name="question" value="everything">' in page
    assert "Mastered" in page
    assert "mastered this quiz" in auth.get("/courses/test/exercises/kinds").text


def test_looking_at_a_quiz_issues_nothing(auth: Actor, kinds: Exercise) -> None:
    """A variant is made when somebody asks for it, and by nothing else."""
    auth.get("/courses/test/exercises/kinds")
    auth.get("/courses/test/exercises/kinds/variants")

    assert db.session.query(QuizVariant).count() == 0


def test_other_peoples_questions_do_not_exist(
    browse: Callable[..., Actor], course: Course, variant: QuizVariant, instructor: User
) -> None:
    """A fellow student finds nothing; whoever teaches sees the question and cannot answer it."""
    other = browse(make_user("other", course))
    assert other.get(f"/variants/{variant.id}").status_code == 404
    assert other.post(f"/variants/{variant.id}/answers", RIGHT).status_code == 404

    teacher = browse(instructor)
    page = teacher.get(f"/variants/{variant.id}")
    assert page.status_code == 200
    assert ">Answer</button>" not in page.text
    assert teacher.post(f"/variants/{variant.id}/answers", RIGHT).status_code == 404
