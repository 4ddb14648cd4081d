# fails: test_descend, test_arguments_that_require_gradients, test_results_are_plain, test_arguments_stay_as_they_are, test_other_numbers, test_edges
# because: the path lists one tensor, which the steps change in place
import torch
from torch.autograd import grad


def leaf(x):
    return x.detach().requires_grad_()


def polynomial_slope(coefficients, x):
    at = leaf(x)
    powers = torch.stack([at**k for k in range(len(coefficients))], dim=-1)
    return grad((powers @ coefficients).sum(), at)[0]


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
    a, b = at
    outputs = (a * b, a**2, torch.sin(b))
    return torch.stack([grad(output, at, retain_graph=True)[0] for output in outputs])


def target_gradient(w, x, z):
    weight = leaf(w)
    target = (weight @ z).detach()
    return grad((weight @ x - target) ** 2 / 2, weight)[0]


def descend(w, x, y, rate, steps):
    weight = w.detach().clone().requires_grad_()
    path = [weight.detach()]
    for _ in range(steps):
        (slope,) = grad(((x @ weight - y) ** 2).mean(), weight)
        weight.data -= rate * slope
        path.append(weight.detach())
    return torch.stack(path)
