# technique: gradients by autograd, steps by torch.optim.SGD, a path that is allocated first
import numpy as np
import torch


def gradient(x, y, theta):
    theta = torch.tensor(theta, requires_grad=True)
    torch.nn.functional.mse_loss(torch.tensor(x) @ theta, torch.tensor(y)).backward()
    return theta.grad.numpy()


def batch_descent(x, y, theta, lr, epochs):
    path = np.empty((epochs, len(theta)))
    for epoch in range(epochs):
        path[epoch] = theta = theta - lr * gradient(x, y, theta)
    return path


def stochastic_descent(x, y, theta, lr, orders):
    return minibatch_descent(x, y, theta, lr, orders, 1)


def minibatch_descent(x, y, theta, lr, orders, batch_size, momentum=0.0):
    parameter = torch.nn.Parameter(torch.tensor(theta))
    optimiser = torch.optim.SGD([parameter], lr=lr, momentum=momentum)
    path = np.empty((len(orders) * -(-len(x) // batch_size), len(theta)))
    row = 0
    for order in orders:
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            parameter.grad = torch.tensor(gradient(x[batch], y[batch], parameter.detach().numpy()))
            optimiser.step()
            path[row] = parameter.detach().numpy()
            row += 1
    return path
