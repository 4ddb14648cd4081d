# technique: functions that are turned into their derivatives by torch.func
import torch
from torch.func import grad, hessian, jacrev, vmap


def polynomial_slope(coefficients, x):
    coefficients, x = coefficients.detach(), x.detach()

    def value(at):
        return sum(c * at**k for k, c in enumerate(coefficients))

    return vmap(grad(value))(x.reshape(-1)).reshape(x.shape) if x.numel() else x.clone()


def loss_gradients(w, b, x, y):
    x, y = x.detach(), y.detach()

    def loss(w, b):
        return ((x @ w + b - y) ** 2).mean()

    return grad(loss, argnums=(0, 1))(w.detach(), b.detach())


def curvature(x):
    x = x.detach()
    if not x.numel():
        return x.clone()
    return vmap(hessian(lambda at: torch.exp(-at * at / 2)))(x.reshape(-1)).reshape(x.shape)


def jacobian(x):
    return jacrev(lambda at: torch.stack([at[0] * at[1], at[0] ** 2, torch.sin(at[1])]))(x.detach())


def target_gradient(w, x, z):
    w, x, z = (each.detach() for each in (w, x, z))
    target = w @ z
    return grad(lambda w: (w @ x - target) ** 2 / 2)(w)


def descend(w, x, y, rate, steps):
    w, x, y = w.detach(), x.detach(), y.detach()
    slope = grad(lambda w: ((x @ w - y) ** 2).mean())
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - rate * slope(path[-1]))
    return torch.stack(path)
