"""Checks call the submission in its cell: results, handles, exceptions."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from graders.compare import assert_close
from graders.errors import (
    AuthorError,
    SubmissionError,
    SubmissionFault,
    SubmissionLost,
    SubmissionUnusable,
)
from graders.incell.proxy import Submission
from tests.graders.incell.halves import submission_of

SOURCE = """
    import os
    import numpy as np
    import torch
    import torch.nn as nn

    RATE = 0.5
    TABLE = {"a": [1, 2], "b": (torch.ones(2), None)}

    def scale(x, factor=1.0):
        return x * factor

    def divide(a, b):
        return a / b

    def outer(x):
        return divide(x, 0)

    def change(x, y):
        y += 1
        return x

    class Net(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.layer = nn.Linear(width, 2)

        def forward(self, x):
            return self.layer(x)

    def apply(function, x):
        return function(x)

    def take(**given):
        return sorted(given)

    class Box:
        size = 3

        def __init__(self):
            self.items = [10, 20, 30]

        def __len__(self):
            return len(self.items)

        def __getitem__(self, index):
            return self.items[index]

    def count(n):
        for i in range(n):
            yield i

    def endless():
        while True:
            yield 0

    def use(box):
        return sum(box.items)

    def leave():
        raise SystemExit(3)

    def recurse(n):
        return recurse(n + 1)

    def hoard():
        raise MemoryError("no room")

    class Rude(Exception):
        def __str__(self):
            raise ValueError("no words")

    def be_rude():
        raise Rude

    def die():
        os._exit(7)

    def stay(x):
        import time
        time.sleep(60)

    def circle():
        a = []
        a.append(a)
        return a

    def huge():
        return torch.zeros(40, 1024, 1024)
"""


@pytest.fixture(scope="module")
def submission() -> Iterator[Submission]:
    """One submission of the source above, in a cell of its own."""
    student, cells, _ = submission_of(SOURCE)
    yield student
    cells.close()


def test_functions_take_and_return_tensors(submission):
    """A call with positional and keyword arguments returns what the function returned."""
    assert torch.equal(submission.scale(torch.ones(2), factor=3.0), torch.full((2,), 3.0))
    assert np.array_equal(submission.scale(np.ones(2)), np.ones(2))


def test_values_of_the_module_arrive_plain(submission):
    """Attributes that are data come by value, nested tensors too."""
    assert submission.RATE == 0.5
    assert submission.TABLE["a"] == [1, 2]
    assert torch.equal(submission.TABLE["b"][0], torch.ones(2))


def test_modules_share_weights(
    submission,
):
    """A module's state_dict can be read, changed and loaded again, and the module called."""
    net = submission.Net(3)
    weights = {name: torch.ones_like(value) for name, value in net.state_dict().items()}

    net.load_state_dict(weights)

    assert torch.equal(net(torch.ones(1, 3)).detach(), torch.full((1, 2), 4.0))
    assert torch.equal(net.layer.weight.detach(), torch.ones(2, 3))


def test_handles_are_read_indexed_measured_iterated_and_passed_back(submission):
    """An object stays in its cell and does there what it is asked."""
    box = submission.Box()

    assert (box.size, len(box), box[1]) == (3, 3, 20)
    assert list(box) == [10, 20, 30]
    assert submission.use(box) == 60
    assert repr(box) == "<Box object of the submission>"


def test_generators_are_read_item_by_item(submission):
    """Iteration asks for one item at a time, and an endless one is cut off as an invalid result."""
    assert list(submission.count(3)) == [0, 1, 2]
    with pytest.raises(SubmissionUnusable) as caught:
        list(submission.endless())
    assert caught.value.verdict == "IR"


def test_dropped_handles_are_forgotten():
    """A handle that the checks let go is let go in the cell too."""
    student, cells, _ = submission_of(
        """
        import gc
        class Thing: pass
        def make(): return Thing()
        def alive():
            gc.collect()
            return sum(type(o) is Thing for o in gc.get_objects())
        """
    )
    thing = student.make()
    assert student.alive() == 1

    del thing
    gc.collect()

    assert student.alive() == 0
    cells.close()


def test_exceptions_arrive_with_the_students_frames(submission):
    """An exception has its type, message and the lines of the student's file, and nothing of ours."""
    with pytest.raises(SubmissionError) as caught:
        submission.outer(1)

    error = caught.value
    assert (error.type, error.message, error.verdict) == ("ZeroDivisionError", "division by zero", "RTE")
    assert [frame["function"] for frame in error.detail["frames"]] == ["outer", "divide"]
    assert error.detail["frames"][-1]["source"] == "return a / b"


@pytest.mark.parametrize(
    ("call", "verdict"),
    [("leave", "RTE"), ("hoard", "MLE"), ("be_rude", "RTE"), ("circle", "IR"), ("huge", "IR")],
)
def test_odd_ends_of_a_call_have_their_verdict(submission, call, verdict):
    """Leaving the program, running out of memory, results that no frame holds: each is told apart."""
    with pytest.raises(SubmissionFault) as caught:
        getattr(submission, call)()

    assert caught.value.verdict == verdict
    assert submission.RATE == 0.5, "the cell still answers"


def test_recursion_is_a_runtime_error(submission):
    """Endless recursion is reported with the student's line."""
    with pytest.raises(SubmissionError) as caught:
        submission.recurse(0)

    assert caught.value.type == "RecursionError"
    assert caught.value.detail["frames"][-1]["function"] == "recurse"


def test_a_name_that_is_missing_can_be_asked_for(submission):
    """`hasattr` and `getattr` with a default work as for any module, on the submission and on its objects."""
    assert hasattr(submission, "scale")
    assert not hasattr(submission, "scales")
    assert getattr(submission, "scales", 7) == 7
    assert not hasattr(submission.scale, "nothing")


def test_missing_name_lists_what_is_there(submission):
    """A name the module lacks is told with those it has, and is no exception a check could expect."""
    with pytest.raises(SubmissionUnusable) as caught:
        submission.scal(1)

    assert not isinstance(caught.value, SubmissionError)
    assert "solution has no scal" in str(caught.value)
    assert "stay" in str(caught.value)
    assert "Did you mean scale?" in str(caught.value)
    assert "torch" not in str(caught.value).split("It has:")[1].split(", ")


def test_wrong_signature_is_told_as_such(submission):
    """Arguments that the function does not take name its signature."""
    for call in (submission.scale, lambda: submission.scale(1, 2, 3), lambda: submission.Net(1, 2)):
        with pytest.raises(SubmissionUnusable) as caught:
            call()
        assert caught.value.detail["kind"] == "signature"
    assert "Net(width)" in str(caught.value)


def test_type_errors_inside_the_function_stay_exceptions(submission):
    """A TypeError raised by the student's own line is an ordinary exception of theirs."""
    with pytest.raises(SubmissionError) as caught:
        submission.scale("a", "b")
    assert caught.value.type == "TypeError"


def test_changed_arguments_are_reported(submission):
    """After a call that changed an argument in place, its place is named."""
    submission.change(torch.ones(2), torch.ones(2))
    assert submission.last_call.changed == ["y"]

    submission.scale(torch.ones(2), factor=torch.ones(2))
    assert submission.last_call.changed == []


def test_functions_of_the_submission_are_passed_back(submission):
    """A function of the submission, kept by nobody, reaches the function it is given to."""
    assert_close(submission.apply(submission.scale, torch.ones(2)), torch.ones(2))


def test_any_name_can_be_a_keyword(submission):
    """Keywords of the student's own choice never meet ours."""
    assert submission.take(self=1, name=2, args=3, op=4) == ["args", "name", "op", "self"]


def test_handles_are_sliced(submission):
    """A slice of an object is taken in its cell."""
    box = submission.Box()

    assert box[1:] == [20, 30]
    assert box[::-2] == [30, 10]


def test_an_object_that_cannot_be_called_is_told_by_its_class(submission):
    """Calling an object without __call__ names its class."""
    with pytest.raises(SubmissionUnusable, match="An object of class Box cannot be called"):
        submission.Box()(1)


def test_arguments_without_a_form_are_the_authors_error(submission):
    """An object that cannot cross is refused before anything is sent."""
    with pytest.raises(AuthorError):
        submission.scale({1, 2})


def test_a_dead_cell_is_replaced_and_its_handles_are_stale():
    """After a death the next call gets a fresh cell; handles of the old one say that they are lost."""
    student, cells, halves = submission_of(SOURCE)
    box = student.Box()

    with pytest.raises(SubmissionLost) as caught:
        student.die()

    assert caught.value.verdict == "RTE"
    assert student.RATE == 0.5
    with pytest.raises(SubmissionLost, match="lost when"):
        len(box)
    with pytest.raises(SubmissionLost, match="lost when"):
        student.use(box)
    assert halves.phases == ["public", "public"]
    cells.close()


def test_silence_is_a_time_limit():
    """A call that does not answer in time ends its cell."""
    student, cells, _ = submission_of(SOURCE, call_s=0.3)

    with pytest.raises(SubmissionLost) as caught:
        student.stay(1)

    assert caught.value.verdict == "TLE"
    cells.close()


@pytest.mark.parametrize(
    ("source", "verdict", "words"),
    [
        ("def f(:\n  pass", "CE", "solution.py, line 1"),
        ("import helper_that_is_absent", "RTE", "ModuleNotFoundError"),
        ("x = 1\n1 / 0", "RTE", "solution.py, line 2"),
        ("raise SystemExit(0)", "RTE", "SystemExit"),
        ("raise MemoryError", "MLE", "MemoryError"),
        ("import os; os._exit(0)", "RTE", "exit code 0"),
    ],
)
def test_a_failed_import_is_told_once_and_costs_one_cell(source, verdict, words):
    """Every check of a submission that does not import gets the same fault, without another cell."""
    student, cells, halves = submission_of(source)

    for _ in range(3):
        with pytest.raises(SubmissionFault) as caught:
            student.f()
        assert caught.value.verdict == verdict
        assert words in str(caught.value)
    assert halves.phases == ["public"]
    assert os.getpid() > 0
    cells.close()
