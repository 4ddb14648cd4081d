"""The grader cell runs a plan of checks and tells each result as it comes."""

from __future__ import annotations

import os
import sys
import tempfile
import textwrap
from pathlib import Path

import msgspec
import torch

from graders import compare, messages, properties, strategies
from graders.incell import main
from graders.jobs import CheckPlan, GraderJob
from graders.messages import CheckFailing, CheckFinished, Live
from graders.phrases import render
from tests.graders.incell.halves import NONCE, Halves

#: loaded once here, so that each forked grading finds them
LOADED = (torch, compare, properties, strategies)

RIGHT = "def double(x):\n    return x * 2\n"


def grade(
    checks: str,
    source: str = RIGHT,
    *,
    plan: dict[str, str],
    call_s: float = 2.0,
    shrink: int = 50,
    **files: str,
) -> list[messages.AnyMessage]:
    """The messages of one grading, run in a process of its own as in a grader cell."""
    content = {"checks.py": textwrap.dedent(checks).encode()}
    content |= {
        name.replace("__", "/") + ".py": textwrap.dedent(text).encode() for name, text in files.items()
    }
    job = GraderJob(
        exercise="ai/double", files=content, checks=[CheckPlan(*check) for check in plan.items()], seed=11,
        call_s=call_s, nonces={"public": NONCE, "hidden": NONCE}, shrink_calls=shrink,
    )  # fmt: skip
    halves = Halves(source)
    folder = Path(tempfile.mkdtemp())
    report = folder / "sent"
    pid = os.fork()
    if pid == 0:
        try:
            os.chdir(folder)
            main.run_job(job, halves, folder)
            report.write_bytes(msgspec.msgpack.encode([messages.encode(m) for m in halves.sent]))
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    return [messages.decode(data) for data in msgspec.msgpack.decode(report.read_bytes(), type=list[bytes])]


def finished(sent: list[messages.AnyMessage]) -> dict[str, CheckFinished]:
    """The results by test."""
    return {message.test: message for message in sent if isinstance(message, CheckFinished)}


def outcomes(sent: list[messages.AnyMessage]) -> dict[str, tuple[str, str]]:
    """Outcome and verdict by test."""
    return {test: (result.outcome, result.verdict) for test, result in finished(sent).items()}


def test_results_come_in_the_order_of_the_plan_public_first():
    """Each check begins and ends before the next, public ones first, and the last word is Done."""
    sent = grade(
        """
        from graders import assert_close
        def test_hidden(submission): assert_close(submission.double(2), 4)
        def test_one(submission): assert_close(submission.double(1), 2)
        def test_two(submission): assert_close(submission.double(1), 3)
        def test_not_asked_for(): assert False
        """,
        plan={"test_hidden": "hidden", "test_two": "public", "test_one": "public"},
    )

    assert [type(m).__name__ for m in sent] == ["Collected", *["CheckStarted", "CheckFinished"] * 3, "Done"]
    assert list(outcomes(sent).items()) == [
        ("test_two", ("failed", "WA")), ("test_one", ("passed", "")), ("test_hidden", ("passed", "")),
    ]  # fmt: skip
    assert [result.cell for result in finished(sent).values()] == [1, 1, 2]
    assert "expected 3, got 2" in render(finished(sent)["test_two"].message)


def test_each_phase_has_its_own_cell_and_fixtures():
    """Nothing a public check left in the submission's memory is there for the hidden ones."""
    sent = grade(
        """
        import pytest
        @pytest.fixture(scope="session")
        def seen(submission): return submission.seen()
        def test_a(seen): assert seen == 1
        def test_b(seen, submission): assert (seen, submission.seen()) == (1, 2)
        def test_c(seen): assert seen == 1
        """,
        "n = 0\ndef seen():\n    global n\n    n += 1\n    return n\n",
        plan={"test_a": "public", "test_b": "public", "test_c": "hidden"},
    )

    assert set(outcomes(sent).values()) == {("passed", "")}


def test_verdicts_of_failing_checks():
    """Wrong answers, student's exceptions, the author's own errors, failures and skips are told apart."""
    sent = grade(
        """
        import pytest
        from graders import SubmissionError
        def test_wrong(submission): assert submission.double(1) == 3
        def test_raise(submission): submission.double(None)
        def test_missing(submission): submission.triple(1)
        def test_raises(submission):
            with pytest.raises(SubmissionError) as caught: submission.double(None)
            assert caught.value.type == "TypeError"
        def test_raises_missing(submission):
            with pytest.raises(SubmissionError): submission.triple(None)
        def test_author(submission): nothing_of_this_name
        def test_alone(): (1).shape
        def test_misused(submission): submission.double(1).shape
        def test_fail(submission): pytest.fail("because")
        def test_skip(submission): pytest.skip("not today")
        """,
        plan=dict.fromkeys(
            ["test_wrong", "test_raise", "test_missing", "test_raises", "test_raises_missing", "test_author",
             "test_alone", "test_misused", "test_fail", "test_skip", "test_absent"], "public",
        ),
    )  # fmt: skip

    assert outcomes(sent) == {
        "test_wrong": ("failed", "WA"), "test_raise": ("failed", "RTE"), "test_missing": ("failed", "RTE"),
        "test_raises": ("passed", ""), "test_raises_missing": ("failed", "RTE"),
        "test_author": ("error", "IE"), "test_alone": ("error", "IE"),
        "test_misused": ("failed", "WA"), "test_fail": ("failed", "WA"),
        "test_skip": ("not_run", ""), "test_absent": ("error", "IE"),
    }  # fmt: skip
    assert "2 == 3" in render(finished(sent)["test_wrong"].message)
    assert "checks.py, line 12" in render(finished(sent)["test_author"].message)


def test_dead_cells_are_replaced_until_none_is_left():
    """A check whose cell dies fails; later ones get fresh cells, and none when these are used up."""
    names = [f"test_{i}" for i in range(7)]
    checks = "\n".join(f"def {name}(submission): submission.die()" for name in names)

    sent = grade(checks, "import os\ndef die(): os._exit(3)\n", plan=dict.fromkeys(names, "public"))

    results = outcomes(sent)
    assert results["test_0"] == results["test_4"] == ("failed", "RTE")
    assert results["test_5"] == results["test_6"] == ("not_run", "")
    assert "exit code 3" in render(finished(sent)["test_0"].message)


def test_session_fixture_that_loses_its_cell_fails_once_for_all():
    """A fixture shared by bands of points is not tried again after it ran out of time."""
    sent = grade(
        """
        import pytest
        @pytest.fixture(scope="session")
        def score(submission): return submission.stay()
        def test_a(score): assert score > 1
        def test_b(score): assert score > 2
        def test_c(submission): assert submission.two() == 2
        """,
        "import time\ndef stay(): time.sleep(30)\ndef two(): return 2\n",
        plan=dict.fromkeys(["test_a", "test_b", "test_c"], "public"),
        call_s=0.3,
    )

    assert outcomes(sent) == {
        "test_a": ("failed", "TLE"), "test_b": ("failed", "TLE"), "test_c": ("passed", ""),
    }  # fmt: skip
    assert finished(sent)["test_c"].cell == 2


def test_session_objects_are_made_anew_after_a_death():
    """A handle of a dead cell in a session fixture does not fail the checks that follow."""
    sent = grade(
        """
        import pytest
        @pytest.fixture(scope="session")
        def box(submission): return submission.Box()
        def test_a(box): assert box.size == 1
        def test_b(box, submission): submission.die()
        def test_c(box): assert box.size == 1
        """,
        "import os\nclass Box: size = 1\ndef die(): os._exit(3)\n",
        plan=dict.fromkeys(["test_a", "test_b", "test_c"], "public"),
    )

    assert [outcome for outcome, _ in outcomes(sent).values()] == ["passed", "failed", "passed"]


def test_an_import_failure_fails_every_check_alike():
    """A file that does not compile gives each check the same verdict and text."""
    sent = grade(
        """
        from graders import given, strategies as st
        def test_a(submission): submission.double(1)
        @given(x=st.integers(0, 5))
        def test_b(submission, x): submission.double(x)
        def test_c(submission): submission.double(1)
        """,
        "def double(x:\n",
        plan={"test_a": "public", "test_b": "public", "test_c": "hidden"},
    )

    assert set(outcomes(sent).values()) == {("failed", "CE")}
    assert len({render(result.message) for result in finished(sent).values()}) == 1


def test_broken_checks_are_our_error():
    """A checks.py that cannot be imported ends every check as IE, with the author's line."""
    sent = grade("import torch\nnonsense\n", plan={"test_a": "public", "test_b": "hidden"})

    assert set(outcomes(sent).values()) == {("error", "IE")}
    assert "checks.py, line 2" in render(finished(sent)["test_a"].message)


def test_parametrised_checks_count_as_one():
    """A check fails if any of its parameters does."""
    sent = grade(
        """
        import pytest
        @pytest.mark.parametrize("n", [1, 2, 3])
        def test_n(submission, n): assert submission.double(n) < 6
        @pytest.mark.parametrize("n", [1, 2])
        def test_m(submission, n): assert submission.double(n) == 2 * n
        """,
        plan={"test_n": "public", "test_m": "public"},
    )

    assert outcomes(sent) == {"test_n": ("failed", "WA"), "test_m": ("passed", "")}


def test_counter_examples_shrink_within_their_budget():
    """The first failure is told at once, then a smaller one, with its arguments."""
    sent = grade(
        """
        from graders import assert_close, given, strategies as st
        @given(x=st.integers(0, 1000), y=st.tensors((2, 2)))
        def test_small(submission, x, y): assert_close(submission.double(x), 2 * x)
        """,
        "def double(x): return 2 * x if x < 10 else 0\n",
        plan={"test_small": "public"},
        shrink=200,
    )

    assert isinstance(sent[2], CheckFailing)
    detail = finished(sent)["test_small"].detail
    assert detail is not None
    assert detail["example"]["x"] == "10"
    assert detail["example"]["y"].startswith("tensor([[1, 2], [3, 4]]")
    assert "x = 10" in render(finished(sent)["test_small"].message)


def test_shrinking_can_be_off_and_is_bounded():
    """No call is spent on shrinking with a budget of 0, and at most the budget otherwise."""
    checks = """
        from graders import given, strategies as st
        @given(x=st.integers(0, 10**6), y=st.integers(0, 10**6), max_examples=50)
        def test_small(submission, x, y): assert submission.double(x + y) < 1000
        """
    off = finished(grade(checks, plan={"test_small": "public"}, shrink=0))["test_small"]
    some = finished(grade(checks, plan={"test_small": "public"}, shrink=7))["test_small"]

    assert off.verdict == some.verdict == "WA"
    assert off.calls < some.calls <= off.calls + 8
    assert some.detail is not None
    assert some.detail["shrink"] == "cut"


def test_a_death_while_shrinking_keeps_the_best_example():
    """A wrong answer stays a wrong answer if the search for a smaller one kills the cell."""
    sent = grade(
        """
        from graders import given, strategies as st
        @given(x=st.integers(0, 10**6))
        def test_small(submission, x): assert submission.double(x) == 2 * x
        """,
        "import os\nseen = []\ndef double(x):\n    seen.append(x)\n"
        "    if any(s > 50 for s in seen[:-1]): os._exit(1)\n    return 2 * x if x <= 50 else 1\n",
        plan={"test_small": "public"},
    )

    assert outcomes(sent) == {"test_small": ("failed", "WA")}


def test_examples_repeat_with_the_seed_and_reach_the_same_inputs():
    """Two gradings of one seed try the same inputs in the same order."""
    checks = """
        from graders import given, strategies as st
        @given(case=st.conv2d_cases(max_side=5), max_examples=5)
        def test_cases(submission, case): submission.note(case["x"].sum().item())
        def test_list(submission, rng, seed): assert submission.notes() == str(rng.random()) + str(seed)
        """
    source = "kept = []\ndef note(x): kept.append(x)\ndef notes(): return str(kept)\n"
    plan = {"test_cases": "public", "test_list": "public"}

    texts = [render(finished(grade(checks, source, plan=plan))["test_list"].message) for _ in range(2)]

    assert texts[0] == texts[1]
    assert len(texts[0]) > 50


def test_fixtures_give_reference_and_data():
    """The reference is imported beside the checks, and both data folders are paths."""
    sent = grade(
        """
        def test_reference(submission, reference, public_data, hidden_data):
            assert submission.double(3) == reference.double(3)
            assert not public_data.exists() and not hidden_data.exists()
        """,
        plan={"test_reference": "public"},
        reference__solution="from parts import two\ndef double(x): return two * x\n",
        reference__parts="two = 2\n",
    )

    assert outcomes(sent) == {"test_reference": ("passed", "")}


def test_live_numbers_of_public_checks_are_passed_on():
    """What a submission reports in a public check arrives as live points; hidden checks draw none."""
    sent = grade(
        """
        def test_curve(submission, live): submission.train(live)
        def test_secret(submission, live): submission.train(live)
        """,
        "def train(log):\n    for i in range(3): log(loss=1 / (i + 1))\n",
        plan={"test_curve": "public", "test_secret": "hidden"},
    )

    points = [(m.test, m.name, m.step, m.value) for m in sent if isinstance(m, Live)]
    assert points == [("test_curve", "loss", i, 1 / (i + 1)) for i in range(3)]
    assert set(outcomes(sent).values()) == {("passed", "")}


def test_applications_are_driven_request_by_request():
    """The app fixture sends requests with cookies to `app` or `create_app()` in the submission's cell."""
    source = """
from flask import Flask, jsonify, redirect, request, session
def create_app():
    app = Flask(__name__)
    app.secret_key = "x"
    @app.get("/")
    def index(): return "hello " + session.get("name", "nobody") + request.args.get("q", "")
    @app.post("/name")
    def name():
        session["name"] = request.form["name"]
        return redirect("/")
    @app.put("/echo")
    def echo(): return jsonify(request.get_json())
    return app
"""
    sent = grade(
        """
        def test_app(app):
            assert app.get("/", query={"q": "!"}).text == app.get("/?q=!").text == "hello nobody!"
            answer = app.post("/name", data={"name": "kim"})
            assert (answer.status, answer.location, list(answer.cookies)) == (302, "/", ["session"])
            assert app.get("/").text == "hello kim"
            assert app.new_client().get("/").text == "hello nobody"
            assert app.put("/echo", json={"a": [1]}).json == {"a": [1]}
            assert app.get("/none").status == 404
        def test_not_json(app): app.get("/").json
        """,
        source,
        plan={"test_app": "public", "test_not_json": "public"},
    )

    assert outcomes(sent) == {"test_app": ("passed", ""), "test_not_json": ("failed", "WA")}


def test_a_module_without_application_is_told():
    """A submission without a web application is told what it has."""
    sent = grade("def test_app(app): app.get('/')", plan={"test_app": "public"})

    assert "no web application called app" in render(finished(sent)["test_app"].message)


def test_warm_up_leaves_one_thread_and_a_session():
    """The grader's warm-up runs, leaves no module of its rehearsal and a session for the cells."""
    from graders.incell import warmup  # noqa: PLC0415 - the warm-up changes the process: only a child imports it

    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            warmup.grader()
            warmup.submission()
            status = 0 if main._prepared is not None and "checks" not in sys.modules else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
