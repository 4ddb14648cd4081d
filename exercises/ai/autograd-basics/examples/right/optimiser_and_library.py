# technique: nn.Parameter with an optimiser, and the functional helpers of torch.autograd
import torch
from torch import nn
from torch.autograd.functional import jacobian as library_jacobian


def polynomial_slope(coefficients, x):
    if len(coefficients) == 1:
        return torch.zeros_like(x, requires_grad=False)
    coefficients, x = coefficients.detach(), x.detach().clone()
    with torch.enable_grad():
        x.requires_grad = True
        value = coefficients[0]
        for k in range(1, len(coefficients)):
            value = value + coefficients[k] * x**k
        (slope,) = torch.autograd.grad(value, x, grad_outputs=torch.ones_like(x))
    return slope


def loss_gradients(w, b, x, y):
    parameters = nn.ParameterList([nn.Parameter(w.detach().clone()), nn.Parameter(b.detach().clone())])
    nn.MSELoss()(x.detach() @ parameters[0] + parameters[1], y.detach()).backward()
    return tuple(p.grad for p in parameters)


def curvature(x):
    flat = x.detach().reshape(-1).clone().requires_grad_()
    value = torch.exp(-0.5 * flat**2)
    first = torch.autograd.grad(value, flat, torch.ones_like(value), create_graph=True)[0]
    second = torch.autograd.grad(first, flat, torch.ones_like(first))[0]
    return second.reshape(x.shape)


def jacobian(x):
    def outputs(at):
        a, b = at
        return torch.stack((a * b, a * a, b.sin()))

    return library_jacobian(outputs, x.detach())


def target_gradient(w, x, z):
    weight = nn.Parameter(w.detach().clone())
    target = torch.dot(w.detach(), z.detach())
    ((torch.dot(weight, x.detach()) - target).pow(2) / 2).backward()
    return weight.grad


def descend(w, x, y, rate, steps):
    weight = nn.Parameter(w.detach().clone())
    optimiser = torch.optim.SGD([weight], lr=rate)
    path = torch.empty(steps + 1, len(w), dtype=w.dtype)
    path[0] = weight.detach()
    for step in range(1, steps + 1):
        optimiser.zero_grad()
        nn.functional.mse_loss(x.detach() @ weight, y.detach()).backward()
        optimiser.step()
        path[step] = weight.detach()
    return path
