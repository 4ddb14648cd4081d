"""Checks for autograd-basics: each function against its derivative in closed form, then side effects and edges."""

from __future__ import annotations

import torch

from graders import Slip, assert_close, expect, given, strategies as st


def draw(rng, *shape, dtype=torch.float32):
    """Return a tensor of random numbers between -1.5 and 1.5."""
    return torch.from_numpy(rng.uniform(-1.5, 1.5, shape)).to(dtype)


def same(tensor):
    """Return a tensor as it is."""
    return tensor


def wanting(tensor):
    """Return the same numbers as a tensor that requires gradients."""
    return tensor.clone().requires_grad_()


def ways(**known):
    """Return slips by name from (English, Korean, value)."""
    return [Slip(name, en=en, ko=ko, value=value) for name, (en, ko, value) in known.items()]


TWICE = (
    "This is twice the gradient: two backward passes were added up in `.grad`.",
    "기울기의 두 배입니다. 역전파를 두 번 해서 `.grad`에 더해졌습니다.",
)
SUMMED = (
    "This belongs to the sum of the squared errors; the loss is their mean.",
    "제곱 오차의 합에 대한 값입니다. 손실은 평균입니다.",
)


def compare_polynomial(submission, coefficients, x, turn=same):
    """Compare with k c[k] x^(k-1), summed by Horner's rule."""
    right, value, short = torch.zeros_like(x), torch.zeros_like(x), torch.zeros_like(x)
    for k in reversed(range(len(coefficients))):
        value = value * x + coefficients[k]
        if k:
            right, short = right * x + k * coefficients[k], short * x + coefficients[k]
    places = range(1, len(coefficients))
    turned = sum((k * coefficients[-1 - k] * x ** (k - 1) for k in places), torch.zeros_like(x))
    got = submission.polynomial_slope(turn(coefficients), turn(x))
    assert_close(
        got,
        right,
        slips=ways(
            value=("This is the polynomial itself.", "다항식의 값 자체입니다.", lambda: value),
            twice=(*TWICE, lambda: 2 * right),
            factor_missing=(
                "The powers came down by one, but the factor $k$ is missing.",
                "지수는 줄였지만 $k$를 곱하지 않았습니다.",
                lambda: short,
            ),
            turned_around=(
                "The coefficients were read from the other end; `coefficients[0]` is the constant $c_0$.",
                "계수를 거꾸로 읽었습니다. `coefficients[0]`이 상수항 $c_0$입니다.",
                lambda: turned,
            ),
            mean_for_sum=(
                "The gradient is that of a mean: each entry is divided by their number. Sum before `backward`.",
                "평균에 대한 기울기여서 원소의 수로 나뉘었습니다. `backward` 전에 합을 구하세요.",
                lambda: right / right.numel(),
            ),
        ),
    )
    return got


def compare_loss(submission, w, b, x, y, turn=same):
    """Compare with 2/n Xᵀr and 2/n Σr."""
    n, rest = len(y), x @ w + b - y
    right = (2 / n * (x.T @ rest), 2 / n * rest.sum())
    pairs = (x @ w + b).unsqueeze(1) - y
    got = submission.loss_gradients(turn(w), turn(b), turn(x), turn(y))
    variants = ways(
        summed=(*SUMMED, lambda: n * right[0]),
        half=(
            "The factor 2 of the square is missing.",
            "제곱을 미분할 때 나오는 2가 빠졌습니다.",
            lambda: right[0] / 2,
        ),
        every_pair=(
            "Every prediction was compared with every label: shapes `(n, 1)` and `(n,)` broadcast to `(n, n)`.",
            "모든 예측을 모든 레이블과 비교했습니다. `(n, 1)`과 `(n,)`이 `(n, n)`으로 브로드캐스팅되었습니다.",
            lambda: 2 * (pairs.mean(1) @ x) / n,
        ),
        sign=("The sign is turned around.", "부호가 반대입니다.", lambda: -right[0]),
    )
    expect(
        type(got) is tuple and len(got) == 2,
        en="`loss_gradients` returns a tuple of two tensors, the gradients in `w` and in `b`.",
        ko="`loss_gradients`는 `w`와 `b`에 대한 기울기, 곧 텐서 두 개의 튜플을 반환합니다.",
    )
    assert_close(got[0], right[0], slips=variants)
    assert_close(got[1], right[1])
    return got


def compare_curvature(submission, x, turn=same):
    """Compare with (x² - 1) exp(-x²/2)."""
    bell = torch.exp(-x * x / 2)
    right, slope = (x * x - 1) * bell, -x * bell
    got = submission.curvature(turn(x))
    assert_close(
        got,
        right,
        slips=ways(
            first=("This is the first derivative.", "일차 도함수의 값입니다.", lambda: slope),
            added_up=(
                "This is $f'(x) + f''(x)$: the second `backward` added to what the first had left in `.grad`.",
                "$f'(x) + f''(x)$입니다. 첫 `backward`가 `.grad`에 남긴 값에 둘째 `backward`의 값이 더해졌습니다.",
                lambda: slope + right,
            ),
            squared=(
                "This is the square of the first derivative.",
                "일차 도함수의 제곱입니다.",
                lambda: slope**2,
            ),
            value=("This is the function itself.", "함수의 값 자체입니다.", lambda: bell),
        ),
    )
    return got


def compare_jacobian(submission, x, turn=same):
    """Compare with ((b, a), (2a, 0), (0, cos b))."""
    a, b = x
    zero = torch.zeros_like(a)
    right = torch.stack([b, a, 2 * a, zero, zero, b.cos()]).reshape(3, 2)
    got = submission.jacobian(turn(x))
    assert_close(
        got,
        right,
        slips=ways(
            transposed=(
                "Rows and columns are swapped: outputs are rows.",
                "행과 열이 바뀌었습니다. 행이 출력에 해당합니다.",
                lambda: right.T,
            ),
            added_up=(
                "Each row holds the rows before it as well: `.grad` was not emptied between outputs.",
                "앞 행의 값이 다음 행에 더해졌습니다. 출력마다 `.grad`를 비우지 않았습니다.",
                lambda: right.cumsum(0),
            ),
            summed=(
                "This is the gradient of the sum of the outputs; each output needs a row of its own.",
                "출력의 합에 대한 기울기입니다. 출력마다 행이 하나씩 필요합니다.",
                lambda: right.sum(0),
            ),
        ),
    )
    return got


def compare_target(submission, w, x, z, turn=same):
    """Compare with (w·x - w·z) x."""
    rest = w @ x - w @ z
    got = submission.target_gradient(turn(w), turn(x), turn(z))
    assert_close(
        got,
        rest * x,
        slips=ways(
            not_detached=(
                "The target was differentiated too; it counts as a constant, so detach it.",
                "목표값까지 미분했습니다. 목표값은 상수이므로 detach하세요.",
                lambda: rest * (x - z),
            ),
            prediction_detached=(
                "The prediction was detached in place of the target.",
                "목표값이 아니라 예측값을 detach했습니다.",
                lambda: -rest * z,
            ),
            square_not_halved=(
                "The loss is half of the square.",
                "손실은 제곱의 절반입니다.",
                lambda: 2 * rest * x,
            ),
        ),
    )
    return got


def path_of(w, x, y, rate, steps, *, heap=False, scale=1.0, at=-1):
    """Return the weights of a descent; `heap` adds each gradient to those before, `at` 0 takes it at the start."""
    path, kept = [w], torch.zeros_like(w)
    for _ in range(steps):
        gradient = scale * 2 / len(y) * (x.T @ (x @ path[at] - y))
        kept = kept + gradient if heap else gradient
        path.append(path[-1] - rate * kept)
    return torch.stack(path)


def compare_descent(submission, w, x, y, rate, steps, turn=same):
    """Compare with steps by the closed form of the gradient."""
    case = (w, x, y, rate, steps)
    right = path_of(*case)
    got = submission.descend(turn(w), turn(x), turn(y), rate, steps)
    assert_close(
        got,
        right,
        slips=ways(
            added_up=(
                "Each step used the sum of all gradients so far: `.grad` was not emptied between steps.",
                "걸음마다 지금까지의 기울기를 모두 더해서 썼습니다. 다음 걸음 전에 `.grad`를 비우지 않았습니다.",
                lambda: path_of(*case, heap=True),
            ),
            summed=(*SUMMED, lambda: path_of(*case, scale=float(len(y)))),
            once=(
                "Every step used the gradient of the first weights; compute it anew at the weights of each step.",
                "걸음마다 처음 가중치의 기울기를 썼습니다. 걸음마다 그때의 가중치에서 기울기를 다시 구하세요.",
                lambda: path_of(*case, at=0),
            ),
            uphill=(
                "The steps go uphill: subtract the gradient.",
                "오르막으로 걸었습니다. 기울기를 빼세요.",
                lambda: path_of(*case, scale=-1.0),
            ),
            same_tensor=(
                "Every row is the last one: one tensor was changed in place and listed again and again. Keep copies.",
                "모든 행이 마지막 값입니다. 텐서 하나를 제자리에서 바꾸며 목록에 여러 번 담았습니다. 복사본을 담으세요.",
                lambda: right[-1:].expand_as(right),
            ),
        ),
    )
    return got


def test_polynomial(submission, rng):
    """The example of the text, and one of degree 3."""
    compare_polynomial(submission, torch.tensor([1.0, -3.0, 0.0, 2.0]), torch.tensor([0.0, 1.0, -2.0]))
    compare_polynomial(submission, draw(rng, 4), draw(rng, 5))


@given(
    max_examples=15,
    c=st.tensors(st.shapes(1, 1, 1, 5), "float64"),
    x=st.tensors(st.shapes(1, 2, 1, 3), "float64"),
)
def test_any_polynomial(submission, c, x):
    """Polynomials of any degree, constants too, at tensors of any shape."""
    compare_polynomial(submission, c, x)


def test_loss_gradients(submission, rng):
    """The example of the text, and one of random numbers."""
    compare_loss(
        submission,
        torch.tensor([2.0]),
        torch.tensor(1.0),
        torch.tensor([[1.0], [3.0]]),
        torch.tensor([2.0, 5.0]),
    )
    compare_loss(submission, draw(rng, 3), draw(rng), draw(rng, 6, 3), draw(rng, 6))


def test_curvature(submission, rng):
    """The second derivative of the bell curve at known and at random places."""
    compare_curvature(submission, torch.tensor([0.0, 1.0, -2.0]))
    compare_curvature(submission, draw(rng, 2, 3))


def test_jacobian(submission, rng):
    """A row for each output, and zeros where an output does not depend on an input."""
    compare_jacobian(submission, torch.tensor([2.0, 0.0]))
    compare_jacobian(submission, draw(rng, 2))


def test_target_gradient(submission, rng):
    """Nothing flows back through the target."""
    compare_target(submission, torch.tensor([1.0, 2.0]), torch.tensor([3.0, 1.0]), torch.tensor([1.0, 1.0]))
    compare_target(submission, draw(rng, 4), draw(rng, 4), draw(rng, 4))


def test_descend(submission, rng):
    """The steps of the text, and some more of random numbers."""
    compare_descent(
        submission, torch.tensor([0.0]), torch.tensor([[1.0], [2.0]]), torch.tensor([1.0, 2.0]), 0.1, 4
    )
    compare_descent(submission, draw(rng, 3), draw(rng, 5, 3), draw(rng, 5), 0.1, 4)


def compare_all(submission, rng, turn=same, dtype=torch.float32):
    """Compare each function once, and yield its name and answer right after the call was compared."""
    w, b, x, y, z = (draw(rng, *shape, dtype=dtype) for shape in ((3,), (), (4, 3), (4,), (3,)))
    yield "polynomial_slope", compare_polynomial(submission, w, y, turn)
    yield "loss_gradients", compare_loss(submission, w, b, x, y, turn)
    yield "curvature", compare_curvature(submission, x, turn)
    yield "jacobian", compare_jacobian(submission, w[:2], turn)
    yield "target_gradient", compare_target(submission, w, z, x[0], turn)
    yield "descend", compare_descent(submission, w, x, y, 0.1, 3, turn)


def test_arguments_that_require_gradients(submission, rng):
    """Arguments may require gradients already; the answers are the same."""
    for _ in compare_all(submission, rng, wanting):
        pass


def test_results_are_plain(submission, rng):
    """Right results that hang on no graph, whether the arguments require gradients or not."""
    for turn in (same, wanting):
        for name, answer in compare_all(submission, rng, turn):
            for each in answer if isinstance(answer, tuple) else (answer,):
                expect(
                    not each.requires_grad,
                    en=f"What `{name}` returns still requires gradients; detach it.",
                    ko=f"`{name}`의 결과가 아직 기울기를 요구합니다. detach하세요.",
                )


def test_arguments_stay_as_they_are(submission, rng):
    """Right results, and neither the numbers nor `requires_grad` of an argument change."""
    for turn in (same, wanting):
        for name, _ in compare_all(submission, rng, turn):
            expect(
                not submission.last_call.changed,
                en=f"`{name}` changed a tensor it was given: its numbers, or its `requires_grad`. "
                "Begin with `x.detach().clone().requires_grad_()`.",
                ko=f"`{name}`이(가) 받은 텐서의 값이나 `requires_grad`를 바꾸었습니다. "
                "`x.detach().clone().requires_grad_()`로 시작하세요.",
            )


def test_other_numbers(submission, rng):
    """Other numbers and shapes, in both dtypes."""
    for dtype in (torch.float32, torch.float64):
        for _ in compare_all(submission, rng, dtype=dtype):
            pass
        compare_polynomial(submission, draw(rng, 3, dtype=dtype), draw(rng, 2, 1, 3, dtype=dtype))
        compare_loss(submission, *(draw(rng, *shape, dtype=dtype) for shape in ((2,), (), (9, 2), (9,))))
        compare_curvature(submission, draw(rng, 7, dtype=dtype))
        compare_descent(
            submission, *(draw(rng, *shape, dtype=dtype) for shape in ((2,), (7, 2), (7,))), 0.05, 6
        )


def test_edges(submission, rng):
    """Tensors without axes and without entries, one example, no step, and a target that is reached."""
    for c, x in ((draw(rng, 3), draw(rng)), (draw(rng, 4), draw(rng, 0)), (draw(rng, 1), draw(rng, 2, 2))):
        compare_polynomial(submission, c, x)
        compare_curvature(submission, x)
    w = draw(rng, 3)
    compare_loss(submission, w, draw(rng), draw(rng, 1, 3), draw(rng, 1))
    compare_target(submission, w, w, w)
    for steps in (0, 1):
        compare_descent(submission, w, draw(rng, 1, 3), draw(rng, 1), 0.2, steps)
