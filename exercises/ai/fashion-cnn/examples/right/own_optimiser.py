# technique: velocities and updates written out, seeds through the global generator
import torch
from torch import nn


def block(inputs, outputs, number):
    return {
        f"conv{number}": nn.Conv2d(inputs, outputs, 3, 1, 1),
        f"bn{number}": nn.BatchNorm2d(outputs),
        f"relu{number}": nn.ReLU(inplace=True),
        f"pool{number}": nn.MaxPool2d(2, 2),
    }


def build_network():
    network = nn.Sequential()
    for name, layer in {**block(1, 8, 1), **block(8, 16, 2)}.items():
        network.add_module(name, layer)
    network.add_module("flat", nn.Flatten())
    network.add_module("fc", nn.Linear(256, 10))
    return network


def train(network, images, labels, epochs, seed, log):
    torch.manual_seed(seed)
    network.train()
    count = len(images)
    per_epoch = -(-count // 32)
    velocities = [torch.zeros_like(parameter) for parameter in network.parameters()]
    for epoch in range(epochs):
        order = torch.randperm(count)
        for number in range(per_epoch):
            step = epoch * per_epoch + number
            rate = 0.05 * (1 - step / (epochs * per_epoch))
            batch = order[32 * number : 32 * (number + 1)]
            scores = network(images[batch])
            logs = scores - scores.logsumexp(1, keepdim=True)
            loss = -logs[torch.arange(len(batch)), labels[batch]].mean()
            gradients = torch.autograd.grad(loss, list(network.parameters()))
            with torch.no_grad():
                for parameter, velocity, gradient in zip(network.parameters(), velocities, gradients):
                    velocity.mul_(0.9).add_(gradient)
                    parameter.sub_(rate * velocity)
            right = (scores.argmax(1) == labels[batch]).sum().item()
            log(step=step, loss=loss.item(), accuracy=right / len(batch))
