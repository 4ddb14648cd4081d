# fails: test_polynomial, test_any_polynomial, test_arguments_that_require_gradients, test_results_are_plain, test_arguments_stay_as_they_are, test_other_numbers, test_edges
# because: the first coefficient is taken for that of the highest power
import torch
from torch.autograd import grad


def leaf(x):
    return x.detach().requires_grad_()


def polynomial_slope(coefficients, x):
    at = leaf(x)
    powers = torch.stack([at**k for k in range(len(coefficients))], dim=-1)
    return grad((powers @ coefficients.flip(0)).sum(), at)[0]


def loss_gradients(w, b, x, y):
    weight, bias = leaf(w), leaf(b)
    loss = ((x @ weight + bias - y) ** 2).mean()
    return grad(loss, (weight, bias))


def curvature(x):
    at = leaf(x)
    (slope,) = grad(torch.exp(-(at**2) / 2).sum(), at, create_graph=True)
    return grad(slope.sum(), at)[0]


def jacobian(x):
    at = leaf(x)
    rows = []
    for output in (at[0] * at[1], at[0] ** 2, torch.sin(at[1])):
        rows.append(grad(output, at, retain_graph=True)[0])
    return torch.stack(rows)


def target_gradient(w, x, z):
    weight = leaf(w)
    target = (weight @ z).detach()
    return grad((weight @ x - target) ** 2 / 2, weight)[0]


def descend(w, x, y, rate, steps):
    path = [w.detach()]
    for _ in range(steps):
        weight = leaf(path[-1])
        loss = ((x @ weight - y) ** 2).mean()
        path.append(path[-1] - rate * grad(loss, weight)[0])
    return torch.stack(path)
