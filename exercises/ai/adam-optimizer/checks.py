"""Checks for adam-optimizer: single steps by hand first, then state, then whole paths."""

from __future__ import annotations

import torch

from graders import assert_close, expect, given, slips, strategies as st


def draw(rng, shape, dtype=torch.float64):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape).reshape(shape)).to(dtype)


def walk(owner, params, gradients, **settings):
    """Return the parameters after each step of an optimiser of the submission or the reference."""
    optimiser, path = owner.Adam(**settings), []
    for grads in gradients:
        params = optimiser.step(params, grads)
        path.append(params)
    return path


def compare(got, expected, start, gradients, **settings):
    """Compare the parameters after these gradients, one by one, with the mistakes that are known of Adam."""
    if isinstance(got, list) and len(got) == len(expected):
        for i, (param, right) in enumerate(zip(got, expected)):
            past = [grads[i] for grads in gradients]
            assert_close(param, right, slips=slips.adam(start[i], past, **settings))
    assert_close(got, expected)


def compare_walks(submission, reference, start, gradients, **settings):
    """Compare two paths step by step, so that a message names the first step that differs."""
    optimiser, other = submission.Adam(**settings), reference.Adam(**settings)
    params = expected = start
    for step, grads in enumerate(gradients, start=1):
        params, expected = optimiser.step(params, grads), other.step(expected, grads)
        compare(params, expected, start, gradients[:step], **settings)


def test_first_step(submission):
    """The first step moves each entry by the learning rate, against the sign of its gradient."""
    params, grads = [torch.tensor([1.0, -2.0, 3.0])], [torch.tensor([0.5, -4.0, 100.0])]

    got = submission.Adam(lr=0.1).step(params, grads)

    compare(got, [torch.tensor([0.9, -1.9, 2.9])], params, [grads], lr=0.1)


def test_worked_example(submission):
    """With gradients 1 and 0 the parameter goes from 1 to 0.9 and on to 0.832994."""
    start, gradients = [torch.tensor([1.0])], [[torch.tensor([1.0])], [torch.tensor([0.0])]]

    first, second = walk(submission, start, gradients, lr=0.1)

    assert_close(first, [torch.tensor([0.9])])
    assert_close(second, [torch.tensor([0.832994])], rtol=0.0, atol=2e-6)


def test_epsilon_outside_the_root(submission, reference):
    """With an epsilon as large as the gradient, the first step is half the learning rate."""
    params, gradients = [torch.tensor([1.0, 1.0])], [[torch.tensor([0.01, -0.01])]] * 3

    first = walk(submission, params, gradients[:1], lr=0.1, eps=0.01)

    assert_close(first, [[torch.tensor([0.95, 1.05])]])
    compare_walks(submission, reference, params, gradients, lr=0.1, eps=0.01)


def test_several_parameters(submission, reference, rng):
    """Each parameter keeps moments of its own, whatever its shape."""
    shapes = [(3,), (2, 3), (), (1, 2, 2)]
    params = [draw(rng, shape) for shape in shapes]
    gradients = [[draw(rng, shape) for shape in shapes] for _ in range(4)]

    compare_walks(submission, reference, params, gradients, lr=0.05)


def test_zero_gradient(submission, reference):
    """Where the gradient was always zero nothing moves, and its neighbours do."""
    params, gradients = [torch.tensor([1.0, 2.0])], [[torch.tensor([0.0, -1.0])]] * 3

    first = walk(submission, params, gradients[:1], lr=0.5)

    assert_close(first, [[torch.tensor([1.0, 2.5])]])
    compare_walks(submission, reference, params, gradients, lr=0.5)


def test_two_optimisers(submission, reference, rng):
    """Two optimisers that take turns go the ways that each would go alone."""
    params = [[draw(rng, (2, 2))], [draw(rng, (2, 2))]]
    gradients = [[[draw(rng, (2, 2))] for _ in range(3)] for _ in params]
    expected = [walk(reference, params[i], gradients[i], lr=0.1) for i in (0, 1)]
    optimisers = [submission.Adam(lr=0.1), submission.Adam(lr=0.1)]

    for step in range(3):
        for i in (0, 1):
            params[i] = optimisers[i].step(params[i], gradients[i][step])
            assert_close(params[i], expected[i][step])


def test_settings(submission, reference, rng):
    """Learning rate, betas and epsilon are those of the constructor, or the defaults."""
    params, gradients = [draw(rng, (4,))], [[draw(rng, (4,))] for _ in range(3)]

    for settings in ({}, {"lr": 0.3}, {"betas": (0.5, 0.9)}, {"betas": (0.0, 0.0)}, {"eps": 0.5}):
        compare_walks(submission, reference, params, gradients, **settings)


def test_dtype(submission, reference, rng):
    """The new parameters have the dtype of the old ones, and its precision."""
    for dtype in (torch.float32, torch.float64):
        params, gradients = [draw(rng, (8,), dtype)], [[draw(rng, (8,), dtype)] for _ in range(3)]
        compare_walks(submission, reference, params, gradients, lr=0.1)


def test_arguments_stay_as_they_are(submission, reference, rng):
    """A step changes neither the parameters nor the gradients it was given."""
    params, grads = [draw(rng, (2, 3))], [draw(rng, (2, 3))]
    optimiser = submission.Adam(lr=0.1)

    for _ in range(2):
        after = optimiser.step(params, grads)
        expect(
            not submission.last_call.changed,
            en="The step changed what it was given: " + ", ".join(map(str, submission.last_call.changed)),
            ko="`step`이 받은 값을 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
        )
    assert_close(after, walk(reference, params, [grads, grads], lr=0.1)[0])


@st.composite
def walks(draw_choice):
    """Parameters of one to three shapes, and gradients for one to four steps."""
    shapes = draw_choice(st.lists(st.shapes(max_dims=2, max_side=3), min_size=1, max_size=3))
    steps = draw_choice(st.integers(1, 4))
    tensors = [draw_choice(st.tensors(shape, "float64")) for shape in shapes]
    gradients = [[draw_choice(st.tensors(shape, "float64")) for shape in shapes] for _ in range(steps)]
    return {"params": tensors, "gradients": gradients}


@given(max_examples=16, case=walks(), lr=st.sampled_from([0.1, 0.001, 1.0]))
def test_random_gradients(submission, reference, case, lr):
    """Every step is that of the reference, for parameters and gradients of any shape."""
    compare_walks(submission, reference, case["params"], case["gradients"], lr=lr)


def descend(matrix, params):
    """Return the gradients of a bowl, ½ wᵀAw, and of a cosine, for a weight vector and a scalar."""
    return [matrix @ params[0], torch.sin(params[1])]


def test_trajectory_of_torch(submission, rng):
    """Down the same hill, the path is that of torch.optim.Adam."""
    half = draw(rng, (4, 4))
    matrix = half @ half.T + torch.eye(4, dtype=torch.float64)
    params = [draw(rng, (4,)), draw(rng, ())]
    for settings in ({"lr": 0.1}, {"lr": 0.02, "betas": (0.8, 0.95), "eps": 1e-3}):
        ours = list(params)
        theirs = [param.clone().requires_grad_() for param in params]
        optimiser, torchs = submission.Adam(**settings), torch.optim.Adam(theirs, foreach=False, **settings)
        for _ in range(25):
            ours = optimiser.step(ours, descend(matrix, ours))
            for param, grad in zip(theirs, descend(matrix, [each.detach() for each in theirs])):
                param.grad = grad
            torchs.step()
            assert_close(ours, [param.detach() for param in theirs])


def test_many_steps(submission, reference, rng):
    """After hundreds of steps the moments and the counter are still right."""
    params = [draw(rng, (2,))]
    gradients = [[draw(rng, (2,))] for _ in range(300)]

    path = walk(submission, params, gradients, lr=0.01)

    assert_close(path[-1], walk(reference, params, gradients, lr=0.01)[-1])
