"""Checks for backprop-two-layer: forwards, then each gradient from the output inwards; autograd is the judge."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, slips, strategies as st

NAMES = ("W1", "b1", "W2", "b2")
EXAMPLE = {
    "W1": np.array([[0.5, -1.0], [1.0, 0.5]]),
    "b1": np.array([0.0, 0.5]),
    "W2": np.array([[1.0, 0.0, -1.0], [0.5, 1.0, 0.0]]),
    "b2": np.array([0.0, 0.1, -0.1]),
}
X, Y = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([0, 2])


def draw(rng, inputs, hidden, outputs, scale=0.7):
    """Return random parameters."""
    shapes = {"W1": (inputs, hidden), "b1": (hidden,), "W2": (hidden, outputs), "b2": (outputs,)}
    return {name: scale * rng.standard_normal(shape) for name, shape in shapes.items()}


def batch(rng, rows, inputs, outputs):
    """Return random inputs and classes."""
    return rng.standard_normal((rows, inputs)), rng.integers(0, outputs, rows)


def torch_net(params, x, y):
    """Return parameters, hidden values, logits and loss as autograd sees them."""
    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    h = torch.tanh(torch.from_numpy(x) @ leaves["W1"] + leaves["b1"])
    z = h @ leaves["W2"] + leaves["b2"]
    return leaves, h, z, F.cross_entropy(z, torch.from_numpy(y))


def autograd(params, x, y):
    """Return the gradients as autograd finds them."""
    leaves, _, _, value = torch_net(params, x, y)
    value.backward()
    return {name: leaf.grad.numpy() for name, leaf in leaves.items()}


def mistakes(name, params, x, y):
    """Return slips of the gradient of one parameter."""
    _, h, z, _ = torch_net(params, x, y)
    h, z, rows = h.detach().numpy(), z.detach().numpy(), len(y)
    right, hot = autograd(params, x, y)[name], np.eye(z.shape[1])[y]
    dz = (torch.softmax(torch.from_numpy(z), 1).numpy() - hot) / rows
    a = x @ params["W1"] + params["b1"]

    def of(dz=dz, slope=1 - h**2, w2=params["W2"]):
        """The gradient for another dz, another slope of the hidden units or another W2."""
        da = (dz @ w2.T) * slope
        return {"W1": x.T @ da, "b1": da.sum(0), "W2": h.T @ dz, "b2": dz.sum(0)}[name]

    known = [
        ("no_mean", "this is the gradient of the sum over the examples: divide by their number",
         "예제에 대한 합의 기울기입니다. 예제 수로 나누세요", lambda: right * rows),
        ("mean_twice", "the sum was divided by the number of examples twice",
         "예제 수로 두 번 나누었습니다", lambda: right / rows),
        ("uphill", "the sign is reversed", "부호가 반대입니다", lambda: -right),
        ("one_hot_missing", "nothing was subtracted at the right class",
         "정답 클래스에서 1을 빼지 않았습니다", lambda: of(dz=dz + hot / rows)),
        ("logits_for_probabilities", "the logits were used in place of the softmax",
         "소프트맥스 대신 로짓을 썼습니다", lambda: of(dz=(z - hot) / rows)),
    ]  # fmt: skip
    if name in ("W1", "b1"):
        known += [
            ("slope_missing", "the derivative of tanh is missing", "tanh의 도함수를 곱하지 않았습니다",
             lambda: of(slope=1)),
            ("slope_of_weighted_sum", "1 − a² was used: the derivative of tanh is 1 − h², with h = tanh(a)",
             "1 − a²을 썼습니다. tanh의 도함수는 h = tanh(a)일 때 1 − h²입니다", lambda: of(slope=1 - a**2)),
            ("slope_taken_twice", "tanh was applied to h once more: 1 − tanh(h)²",
             "h에 tanh를 한 번 더 적용해 1 − tanh(h)²을 썼습니다", lambda: of(slope=1 - np.tanh(h) ** 2)),
            ("slope_of_sigmoid", "h (1 − h) is the derivative of the sigmoid, not of tanh",
             "h (1 − h)는 tanh가 아니라 시그모이드의 도함수입니다", lambda: of(slope=h * (1 - h))),
            ("slope_of_relu", "1 where h is positive, 0 elsewhere, is the derivative of ReLU, not of tanh",
             "h가 양수이면 1, 아니면 0인 것은 tanh가 아니라 ReLU의 도함수입니다", lambda: of(slope=h > 0)),
            ("slope_times_h", "h was multiplied in place of 1 − h²", "1 − h² 대신 h를 곱했습니다",
             lambda: of(slope=h)),
        ]  # fmt: skip
        if params["W2"].shape[0] == params["W2"].shape[1]:
            known.append(("not_transposed", "W2 was not transposed on the way back",
                          "돌아오는 길에 W2를 전치하지 않았습니다", lambda: of(w2=params["W2"].T)))  # fmt: skip
    elif name == "W2":
        known.append(("weighted_sum_for_hidden", "the weighted sums a were used in place of h = tanh(a)",
                      "h = tanh(a) 대신 가중합 a를 썼습니다", lambda: a.T @ dz))  # fmt: skip
    own = [Slip(each, en=f"{en[0].upper()}{en[1:]}.", ko=f"{ko}.", value=v) for each, en, ko, v in known]
    if name in ("b1", "b2"):
        own.append(
            Slip(
                "bias_mean",
                en="The mean over the examples was taken once more: dz holds the 1/N already, so add the rows up.",
                ko="예제에 대한 평균을 한 번 더 냈습니다. dz에 이미 1/N이 들어 있으므로 행을 더하기만 하세요.",
                value=lambda: right / rows,
            )
        )
        own = [slip for slip in own if slip.name != "mean_twice"]
    return own


def compare(submission, params, x, y, *names):
    """Compare gradients with autograd's, from the output inwards."""
    got, right = submission.backward(params, x, y), autograd(params, x, y)
    expect(
        isinstance(got, dict) and set(got) == set(NAMES),
        en="`backward` returns a dict with the keys W1, b1, W2, b2.",
        ko="`backward`는 W1, b1, W2, b2를 키로 하는 딕셔너리를 반환해야 합니다.",
    )
    for name in names or ("b2", "W2", "b1", "W1"):
        assert_close(got[name], right[name], slips=mistakes(name, params, x, y))


def test_forward(submission):
    """Hidden values and logits of the worked example."""
    h, z = submission.forward(EXAMPLE, X)
    a = X @ EXAMPLE["W1"] + EXAMPLE["b1"]
    expected = np.array([[0.9866143, 0.4621172], [-0.7615942, 0.0]])
    logits = np.array([[1.2176728, 0.5621172, -1.0866143], [-0.7615942, 0.1, 0.6615942]])
    known = [
        ("pair_turned", "The logits stand in the first place. Return h, then z.",
         "로짓이 첫째 자리에 있습니다. h, z의 순서로 반환하세요.", lambda: logits),
        ("sigmoid", "The sigmoid was used in place of tanh.", "tanh 대신 시그모이드를 썼습니다.",
         lambda: 1 / (1 + np.exp(-a))),
        ("relu", "ReLU was used in place of tanh.", "tanh 대신 ReLU를 썼습니다.", lambda: a.clip(min=0)),
        ("no_activation", "These are the weighted sums a, without tanh.", "tanh를 적용하지 않은 가중합 a입니다.",
         lambda: a),
    ]  # fmt: skip
    own = [Slip(name, en=en, ko=ko, value=value) for name, en, ko, value in known]
    assert_close(h, expected, rtol=1e-6, atol=1e-6, slips=own)
    softmax = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    bent = [
        Slip(
            f"{name}_at_the_end",
            en="An activation was applied to the logits. The output has none.",
            ko="로짓에 활성화 함수를 적용했습니다. 출력층에는 활성화 함수가 없습니다.",
            value=lambda value=value: value,
        )
        for name, value in (("tanh", np.tanh(logits)), ("softmax", softmax))
    ]
    assert_close(z, logits, rtol=1e-6, atol=1e-6, slips=bent)


def test_loss(submission, rng):
    """The loss is the mean cross-entropy, 0.537906 in the worked example."""
    for params, x, y in ((EXAMPLE, X, Y), (draw(rng, 3, 4, 5), *batch(rng, 6, 3, 5))):
        _, _, z, value = torch_net(params, x, y)
        got = submission.loss(params, x, y)
        assert_close(
            got, value.item(), check_dtype=False, slips=slips.cross_entropy(z.detach(), torch.from_numpy(y))
        )


def test_output_layer(submission):
    """The gradients of W2 and b2 in the worked example."""
    compare(submission, EXAMPLE, X, Y, "b2", "W2")


def test_hidden_layer(submission):
    """The gradients of W1 and b1 in the worked example."""
    compare(submission, EXAMPLE, X, Y, "b1", "W1")


def test_other_sizes(submission, rng):
    """All gradients, where no two sizes are equal, and where all are."""
    for rows, inputs, hidden, outputs in ((5, 3, 4, 2), (2, 4, 3, 6), (3, 3, 3, 3)):
        params, (x, y) = draw(rng, inputs, hidden, outputs), batch(rng, rows, inputs, outputs)
        h, z = submission.forward(params, x)
        _, right_h, right_z, _ = torch_net(params, x, y)
        assert_close(h, right_h.detach().numpy())
        assert_close(z, right_z.detach().numpy())
        compare(submission, params, x, y)


def test_step(submission, rng):
    """A step moves every parameter against the gradient at the old parameters."""
    for params, x, y, rate in ((EXAMPLE, X, Y, 0.5), (draw(rng, 3, 4, 2), *batch(rng, 5, 3, 2), 1.7)):
        got, right = submission.step(params, x, y, rate), autograd(params, x, y)
        second = {**params, "W2": params["W2"] - rate * right["W2"], "b2": params["b2"] - rate * right["b2"]}
        late = autograd(second, x, y)
        _, h, z, _ = torch_net(params, x, y)
        dz = (torch.softmax(z, 1) - F.one_hot(torch.from_numpy(y), z.shape[1])).detach().numpy() / len(y)
        da = (dz @ second["W2"].T) * (1 - h.detach().numpy() ** 2)
        early = {"W1": x.T @ da, "b1": da.sum(0)}
        expect(
            isinstance(got, dict) and set(got) == set(NAMES),
            en="`step` returns a dict with the keys W1, b1, W2, b2.",
            ko="`step`은 W1, b1, W2, b2를 키로 하는 딕셔너리를 반환해야 합니다.",
        )
        for name in NAMES:
            own = [
                Slip("uphill", en="The gradient was added. Go against it.", ko="기울기를 더했습니다. 반대쪽으로 가야 합니다.",
                     value=lambda name=name: params[name] + rate * right[name]),
                Slip("mean_twice", en="The gradient was divided by the number of examples once more.",
                     ko="기울기를 예제 수로 한 번 더 나누었습니다.",
                     value=lambda name=name: params[name] - rate * right[name] / len(y)),
                Slip("unchanged", en="This parameter was not moved.", ko="이 파라미터를 움직이지 않았습니다.",
                     value=lambda name=name: params[name]),
            ]  # fmt: skip
            if name in early:
                words = {
                    "en": "W2 was moved before the gradients of the first layer were found. Compute all four first.",
                    "ko": "첫째 층의 기울기를 구하기 전에 W2를 움직였습니다. 네 기울기를 모두 구한 다음 움직이세요.",
                }
                own += [
                    Slip(
                        "moved_too_early:new",
                        **words,
                        value=lambda name=name: params[name] - rate * late[name],
                    ),
                    Slip(
                        "moved_too_early", **words, value=lambda name=name: params[name] - rate * early[name]
                    ),
                ]
            assert_close(got[name], params[name] - rate * right[name], slips=own)


def test_arguments_stay_as_they_are(submission, rng):
    """No call changes parameters or data, and each gives the right result."""
    params, (x, y) = draw(rng, 3, 4, 2), batch(rng, 5, 3, 2)
    right, (_, h, z, value) = autograd(params, x, y), torch_net(params, x, y)
    calls = {
        "forward": ((params, x), (h.detach().numpy(), z.detach().numpy())),
        "loss": ((params, x, y), value.item()),
        "backward": ((params, x, y), right),
        "step": ((params, x, y, 0.3), {name: params[name] - 0.3 * right[name] for name in NAMES}),
    }
    for name, (arguments, expected) in calls.items():
        got = getattr(submission, name)(*arguments)
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given.",
            ko=f"`{name}` 함수가 받은 배열을 바꾸었습니다.",
        )
        got = tuple(got) if name == "forward" else got
        assert_close(got, expected, check_dtype=name != "loss")


@given(
    max_examples=20,
    x=st.arrays(st.shapes(2, 2, 1, 4), dtype="float64"),
    hidden=st.integers(1, 4),
    outputs=st.integers(2, 4),
    seed=st.integers(0, 999),
)
def test_any_network(submission, x, hidden, outputs, seed):
    """The gradients are autograd's for random networks and batches."""
    own = np.random.default_rng(seed)
    params = draw(own, x.shape[1], hidden, outputs)
    compare(submission, params, x, own.integers(0, outputs, len(x)))


def test_saturated(submission, rng):
    """Units at the ends of tanh, and logits in the thousands, give finite and right results."""
    params, (x, y) = draw(rng, 3, 4, 3), batch(rng, 5, 3, 3)
    wide = {**params, "W2": 4000 * params["W2"]}
    for given_params, data in ((params, 1e4 * x), (wide, x), (wide, 1e4 * x)):
        value = torch_net(given_params, data, y)[-1].item()
        assert_close(submission.loss(given_params, data, y), value, check_dtype=False)
        compare(submission, given_params, data, y)


def test_edges(submission, rng):
    """One example, one hidden unit, one input, one class, parameters of zero."""
    for rows, inputs, hidden, outputs in (
        (1, 3, 4, 3),
        (4, 3, 1, 3),
        (4, 1, 2, 2),
        (3, 2, 3, 1),
        (1, 1, 1, 2),
    ):
        params, (x, y) = draw(rng, inputs, hidden, outputs), batch(rng, rows, inputs, outputs)
        compare(submission, params, x, y)
        zeros = {name: 0 * value for name, value in params.items()}
        compare(submission, zeros, x, y)
        compare(submission, {**zeros, "W1": params["W1"]}, x, y)


def test_several_steps(submission, rng):
    """Twenty steps on one batch follow the path of autograd."""
    mine = params = draw(rng, 4, 6, 3)
    x, y = batch(rng, 12, 4, 3)
    for _ in range(20):
        right = autograd(params, x, y)
        params = {name: params[name] - 0.4 * right[name] for name in NAMES}
        mine = submission.step(mine, x, y, 0.4)
    for name in NAMES:
        assert_close(mine[name], params[name])
    assert_close(submission.loss(mine, x, y), torch_net(params, x, y)[-1].item(), check_dtype=False)
