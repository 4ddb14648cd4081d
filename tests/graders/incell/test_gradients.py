"""Gradients of the submission, in arguments and in parameters; networks whose parameters hold no numbers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import pytest
import torch

from graders.compare import assert_close
from graders.errors import Mismatch, SubmissionFault, SubmissionUnusable
from graders.incell.proxy import Submission, on_meta, vjp
from tests.graders.incell.halves import submission_of

SOURCE = """
    import torch.nn as nn

    def scale(x, factor=1.0):
        return x * factor

    def pair(x):
        return x, 2 * x

    def detach(x):
        return x.detach()

    class Net(nn.Module):
        def __init__(self, width):
            super().__init__()
            self.layer = nn.Linear(width, 2)

        def forward(self, x):
            return self.layer(x)

    class HalfTrained(Net):
        def __init__(self, width):
            super().__init__(width)
            self.layer.bias.requires_grad_(False)
            self.spare = nn.Linear(1, 1, bias=False)

    class Box:
        size = 3
"""


@pytest.fixture(scope="module")
def submission() -> Iterator[Submission]:
    """One submission of the source above, in a cell of its own."""
    student, cells, _ = submission_of(SOURCE)
    yield student
    cells.close()


def test_gradients_of_a_call(submission):
    """The vector-Jacobian product of the submission equals that of the same function here."""
    x, weight = torch.arange(3.0), torch.tensor([2.0, 3.0, 4.0])

    value, (first, second) = vjp(submission.scale, (x, weight), {}, torch.ones(3), wrt=(0, 1))

    assert torch.equal(value, x * weight)
    assert torch.equal(first, weight)
    assert torch.equal(second, x)
    assert torch.equal(vjp(torch.mul, (x, weight), {}, torch.ones(3), wrt=(0, 1))[1][0], first)


def test_gradient_of_a_handle_and_of_a_keyword(submission):
    """Modules have gradients too, and arguments are named by keyword."""
    net = submission.Net(3)
    _, (gradient,) = vjp(net, (torch.ones(1, 3),), {}, torch.ones(1, 2))
    assert gradient.shape == (1, 3)

    _, (factor,) = vjp(submission.scale, (torch.ones(2),), {"factor": torch.ones(2)}, None, wrt=("factor",))
    assert torch.equal(factor, torch.ones(2))


def test_gradients_in_the_parameters_of_a_module(submission):
    """The products in a module's parameters come by name, as those of the same module here do."""
    net, x, cotangent = submission.Net(3), torch.arange(3.0).reshape(1, 3), torch.tensor([[1.0, -2.0]])
    here = torch.nn.Sequential(OrderedDict(layer=torch.nn.Linear(3, 2)))
    here.load_state_dict(net.state_dict())

    value, gradients = vjp(net, (x,), cotangent=cotangent, parameters=True)
    expected_value, expected = vjp(here, (x,), cotangent=cotangent, parameters=True)

    assert_close(value, expected_value)
    assert_close(gradients, {"layer.weight": cotangent.T @ x, "layer.bias": cotangent[0]})
    assert_close(gradients, expected)


def test_parameters_that_nothing_reaches_have_no_gradient(submission):
    """A frozen parameter, and one that the value does not depend on, have the gradient None."""
    _, gradients = vjp(submission.HalfTrained(3), (torch.ones(1, 3),), parameters=True)

    assert gradients.pop("layer.weight").shape == (2, 3)
    assert gradients == {"layer.bias": None, "spare.weight": None}
    with pytest.raises(SubmissionUnusable, match="Box has no named_parameters"):
        vjp(submission.Box(), (torch.ones(1),), parameters=True)


def test_a_cotangent_of_another_form_is_told(submission):
    """Two tensors where one is asked for are a wrong answer, named after what was called."""
    with pytest.raises(Mismatch, match=r"pair .* expected a tensor, got tuple of 2"):
        vjp(submission.pair, (torch.ones(2),), cotangent=torch.ones(2))
    with pytest.raises(Mismatch, match="result of Net does not"):
        vjp(submission.Net(3), (torch.ones(1, 3),), cotangent=torch.ones(2, 2))


def test_detached_results_are_told(submission):
    """A result that no gradient reaches is a wrong answer with words of its own."""
    with pytest.raises(SubmissionFault) as caught:
        vjp(submission.detach, (torch.ones(2),), {}, torch.ones(2))
    assert caught.value.verdict == "WA"
    with pytest.raises(Mismatch):
        vjp(submission.scale, (torch.ones(2),), {}, torch.ones(3))


@pytest.mark.parametrize("owner", ["submission", "here"])
def test_a_network_on_the_meta_device_has_shapes_only(submission, owner):
    """A network too large to be held is counted, alike for the submission and for the reference."""
    made, named = (submission.Net, {}) if owner == "submission" else (torch.nn.Linear, {"out_features": 2})

    net = on_meta(made, 10**9, **named)

    assert sum(parameter.numel() for parameter in net.parameters()) == 2 * 10**9 + 2
    assert submission.Net(3)(torch.ones(1, 3)).shape == (1, 2), "later calls are on the processor again"
    with pytest.raises(SubmissionUnusable, match="Net"):
        on_meta(submission.Net)
