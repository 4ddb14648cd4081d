# technique: backward() and .grad of fresh leaves, emptied where they are used again
import torch


def leaf(x):
    return x.detach().clone().requires_grad_(True)


def polynomial_slope(coefficients, x):
    x = leaf(x)
    value = 0 * x
    for c in reversed(coefficients.tolist()):
        value = value * x + c
    value.backward(torch.ones_like(value))
    return x.grad


def loss_gradients(w, b, x, y):
    w, b = leaf(w), leaf(b)
    error = (x.detach() @ w + b) - y.detach()
    torch.mean(error * error).backward()
    return w.grad, b.grad


def curvature(x):
    x = leaf(x)
    bell = torch.exp(-x.square() / 2)
    bell.sum().backward(create_graph=True)
    slope = x.grad
    x.grad = None
    slope.sum().backward()
    return x.grad.detach()


def jacobian(x):
    x = leaf(x)
    outputs = [x[0] * x[1], x[0] ** 2, x[1].sin()]
    rows = []
    for output in outputs:
        x.grad = None
        output.backward(retain_graph=True)
        rows.append(x.grad.clone())
    return torch.stack(rows)


def target_gradient(w, x, z):
    w = leaf(w)
    with torch.no_grad():
        target = w @ z
    loss = 0.5 * (w @ x.detach() - target) ** 2
    loss.backward()
    return w.grad


def descend(w, x, y, rate, steps):
    w = leaf(w)
    x, y = x.detach(), y.detach()
    path = [w.detach().clone()]
    for _ in range(steps):
        torch.nn.functional.mse_loss(x @ w, y).backward()
        with torch.no_grad():
            w -= rate * w.grad
        w.grad.zero_()
        path.append(w.detach().clone())
    return torch.stack(path)
