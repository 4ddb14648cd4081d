"""Web applications are compared with the reference, request by request, in the real sandbox."""

from __future__ import annotations

import pytest

from graders.grading import Grader
from graders.report import CheckResult, Report
from tests.graders import app_sample

#: what the shown difference is about
FOUND = {
    "status": "status",
    "redirect": "redirect",
    "cookie": "cookie",
    "lost update": "rows",
    "validation order": "status",
}


def grade(
    grader: Grader, source: bytes | dict[str, bytes], checks: str = app_sample.CHECKS, seed: int = 1
) -> Report:
    """The report of one submission to the exercise about notes."""
    files = source if isinstance(source, dict) else {"solution.py": source}
    return grader.grade(app_sample.bundle(checks), files, seed=seed)


def one(report: Report) -> CheckResult:
    """The only check of a report."""
    (check,) = report.checks
    return check


LONG = """
def test_story(apps):
    theme = {"method": "POST", "path": "/theme", "form": {"theme": "dark"}}
    add = {"method": "POST", "path": "/notes", "form": {"text": "tea"}}
    show = {"method": "GET", "path": "/notes/1"}
    edit = {"method": "POST", "path": "/notes/1", "form": {"text": "x"}}
    apps.compare([theme, add, show, add, theme, show, edit])
"""


def test_a_written_sequence_is_shortened_too(grader: Grader) -> None:
    """What a check wrote down may tell a long story; the student sees what the difference needs of it."""
    check = one(grade(grader, app_sample.wrong("redirect"), LONG))

    assert check.detail is not None
    assert [step["path"] for step in check.detail["requests"]] == ["/notes", "/notes/1"]
    assert "After request 2 of these, POST /notes/1 text='x'" in check.message.en


@pytest.mark.parametrize("bug", app_sample.BUGS)
def test_a_planted_bug_is_found_within_four_steps(grader: Grader, bug: str) -> None:
    """Whatever the seed, a sequence of at most four requests shows each kind of mistake."""
    for seed in range(3):
        check = one(grade(grader, app_sample.wrong(bug), seed=seed))

        assert (check.outcome, check.verdict) == ("failed", "WA"), seed
        assert check.detail is not None
        assert len(check.detail["requests"]) == check.detail["step"] <= 4
        assert check.detail["differs"] == FOUND[bug]


def test_the_smallest_sequence_is_shown_with_both_answers(grader: Grader) -> None:
    """The message names the request that differs and lists all of them; the detail holds both answers."""
    check = one(grade(grader, app_sample.wrong("redirect")))

    assert "After request 2 of these, POST /notes/1 text='tea'" in check.message.en
    assert "It should redirect to /notes/1; it redirects to /notes." in check.message.en
    assert "리다이렉트할 주소가 다릅니다. 기댓값: /notes/1, 제출 결과: /notes." in check.message.ko
    assert check.detail is not None
    last = check.detail["requests"][-1]
    assert (last["method"], last["path"], last["form"]) == ("POST", "/notes/1", {"text": "tea"})
    assert (last["expected"]["location"], last["got"]["location"]) == ("/notes/1", "/notes")
    assert last["got"]["rows"] == {"notes": ["[1, 'tea', 1]"]}
    assert "sequence" not in check.message.en, "the requests are told once"
    assert check.detail["arguments"] == []
    assert list(check.detail["example"]) == ["sequence"]


def test_what_an_application_was_made_with_is_told(grader: Grader) -> None:
    """Keys of the configuration stand above the requests: whoever plays them by hand needs both."""
    checks = """
def test_configured(apps):
    step = {"method": "POST", "form": {"text": "tea"}}
    steps = [{**step, "path": "/notes"}, {**step, "path": "/notes/1"}]
    apps.compare(steps, config={"DRINK": "tea", "CUPS": [1, 2]})
"""
    check = one(grade(grader, app_sample.wrong("redirect"), checks))

    assert "Both were made with this: DRINK = 'tea', CUPS = [1, 2]\nThe requests" in check.message.en


def test_applications_that_do_the_same_are_accepted(grader: Grader) -> None:
    """The reference passes, and so does one with another database file, other white space and globals."""
    other = (
        app_sample.RIGHT.replace('sqlite3.connect(app.config["DATABASE"])', 'sqlite3.connect("mine.sqlite")')
        .replace(
            'f"<h1>{row[0]}</h1><p>{row[1]} edits</p>"', 'f"<h1> {row[0]} </h1>\\n<p>{row[1]}  edits</p>\\n"'
        )
        .replace(
            "def create_app(config):",
            "seen = []\n\ndef create_app(config):\n    assert not seen\n    seen.append(1)",
        )
    )

    assert grade(grader, app_sample.RIGHT.encode()).verdict == "AC"
    assert grade(grader, other.encode()).verdict == "AC"


def test_hidden_checks_begin_afresh_too(grader: Grader) -> None:
    """The database of a phase is gone on both sides when the next one begins."""
    checks = """
STEPS = [{"method": "POST", "path": "/notes", "form": {"text": "a"}}]
TABLES = {"notes": ["id", "text"]}


def test_now(apps):
    apps.compare(STEPS, tables=TABLES)


def test_later_hidden(apps):
    apps.compare(STEPS, tables=TABLES)
    assert apps.rows("notes", ["text"]) == [{"text": "a"}]
"""

    assert grade(grader, app_sample.RIGHT.encode(), checks).verdict == "AC"


def test_what_is_not_committed_is_no_row(grader: Grader) -> None:
    """A change that only the application's own connection sees counts as none."""
    lazy = app_sample.RIGHT.replace("[text]).lastrowid\n        db().commit()", "[text]).lastrowid")

    check = one(grade(grader, lazy.encode()))

    assert "Was the change committed?" in check.message.en


def test_an_exception_is_shown_with_the_students_lines(grader: Grader) -> None:
    """Behind a status of 500 stands the exception with the student's own traceback, in each kind of check."""
    broken = app_sample.RIGHT.replace(
        'text = request.form.get("text", "")', 'text = request.form["txet"][0] + 1'
    )
    checks = """
def test_pair(apps):
    apps.compare([{"method": "POST", "path": "/notes", "form": {"txet": "a"}}])


def test_alone(app):
    app.post("/notes", data={"txet": "a"})
    assert app.post("/notes", data={"txet": "a"}).status == 303
"""
    alone = broken.replace("def create_app(config):", 'def create_app(config={"DATABASE": "x.db"}):')

    for check in grade(grader, alone.encode(), checks).checks:
        assert "your code raised TypeError" in check.message.en
        assert "solution.py, line" in check.message.en
        assert "in add: text = request.form" in check.message.en
        assert "in flask" not in check.message.en


def test_the_reference_is_never_the_students_fault(grader: Grader) -> None:
    """A reference that raises ends as a fault of the exercise."""
    failing = app_sample.RIGHT.replace(
        'return jsonify(theme=request.form.get("theme", "light"))', "1 / 0"
    ).replace('answer = jsonify(theme=request.form.get("theme", "light"))', "answer = 1 / 0")
    bundle = app_sample.bundle(reference={"solution.py": failing})

    report = grader.grade(bundle, {"solution.py": app_sample.RIGHT.encode()}, seed=1)

    assert report.verdict == "IE"
    assert "ZeroDivisionError" in report.checks[0].message.en


SITE = {
    "shop.py": """
from flask import Flask, flash, redirect, render_template, request
from goods import PRICES

def create_app(config=None):
    app = Flask(__name__)
    app.config.update(config or {})

    @app.get("/")
    def index():
        return render_template("index.html", prices=PRICES)

    @app.post("/")
    def add():
        PRICES.append(request.form["price"])
        flash("added", "success")
        return redirect("/")

    return app
""",
    "goods.py": "PRICES = ['1']\n",
    "templates/index.html": """{% for category, message in get_flashed_messages(with_categories=true) %}
<p class="{{ category }}">{{ message }}</p>
{% endfor %}{% for price in prices %}<b>{{ price }}</b>{% endfor %}
""",
}
SITE_CHECKS = """
STEPS = [
    {"method": "GET", "path": "/"},
    {"method": "POST", "path": "/", "form": {"price": "<i>2</i>"}},
    {"method": "GET", "path": "/"},
    {"method": "GET", "path": "/"},
]


def test_story(apps):
    assert [answer.status for answer in apps.compare(STEPS)] == [200, 302, 200, 200]
    apps.compare([{"method": "GET", "path": "/", "follow": True}])


def test_alone(app):
    assert "<b>1</b>" in app.get("/").text


def test_step_by_step(apps):
    apps.post("/", form={"price": "3"})
    assert "3" in apps.get("/").text
    apps.start()
    assert "3" not in apps.get("/").text
"""


def site(**changed: str) -> dict[str, bytes]:
    """The files of the shop, some of them changed."""
    return {name: changed.get(name, text).encode() for name, text in SITE.items()}


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("shop.py", "", "", ""),
        ("shop.py", 'flash("added", "success")', 'flash("added")', "category success; it has message"),
        ("shop.py", 'flash("added", "success")', "pass", "none like it is in the session"),
        (
            "templates/index.html",
            "get_flashed_messages(with_categories=true)",
            "[]",
            "it will be shown again",
        ),
        ("templates/index.html", "{{ price }}", "{{ price|safe }}", "The page differs"),
    ],
)
def test_files_in_folders_and_flashes(grader: Grader, name: str, before: str, after: str, said: str) -> None:
    """Modules and templates are found on both sides, fresh each time; waiting flashes are compared."""
    bundle = app_sample.bundle(SITE_CHECKS, SITE)
    assert bundle.starter["templates/index.html"] == SITE["templates/index.html"]

    report = grader.grade(bundle, site(**{name: SITE[name].replace(before, after)}), seed=1)

    if not said:
        assert (report.verdict, report.diagnosis) == ("AC", "")
    else:
        assert said in report.checks[0].message.en


def test_a_connection_left_open_is_not_a_broken_disk(grader: Grader) -> None:
    """What a forgotten connection did not commit is missing; later requests are answered all the same."""
    own = app_sample.RIGHT.replace(
        'if "db" not in g:\n            g.db = sqlite3.connect(app.config["DATABASE"])\n        return g.db',
        'return sqlite3.connect(app.config["DATABASE"])',
    )
    found = one(grade(grader, own.encode()))

    assert found.verdict == "WA"
    assert "disk I/O" not in found.message.en


KEEPS_BACK = """
import sys

frame = sys._getframe()
while frame is not None:
    if "_answers" in frame.f_globals:
        known = frame.f_globals["_answers"]
        frame.f_globals["_answers"] = lambda *request: known(*request)[:1]
        break
    frame = frame.f_back
"""
FOLLOWED = """
def test_story(apps):
    apps.compare([{"method": "POST", "path": "/notes", "form": {"text": "a"}, "follow": True}])
"""


def test_no_answer_can_be_kept_back(grader: Grader) -> None:
    """A cell that does not tell the page a redirect leads to gives an invalid result."""
    wrong = app_sample.RIGHT.replace("<h1>", "<h2>")
    told, kept_back = (
        one(grade(grader, source.encode(), FOLLOWED)) for source in (wrong, wrong + KEEPS_BACK)
    )

    assert (told.verdict, kept_back.verdict) == ("WA", "IR")
