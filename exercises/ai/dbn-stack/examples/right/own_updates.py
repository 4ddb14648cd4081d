# technique: none of the given functions; the data go up anew through all trained machines each time
import torch


def train_rbm(v, rbm, noise, rate):
    weight, visible_bias, hidden_bias = (part.clone() for part in rbm)
    for step in range(noise.shape[0]):
        first = 1 / (1 + torch.exp(-(v @ weight + hidden_bias)))
        states = torch.where(noise[step] < first, 1.0, 0.0).to(v.dtype)
        seen = 1 / (1 + torch.exp(-(states @ weight.T + visible_bias)))
        last = 1 / (1 + torch.exp(-(seen @ weight + hidden_bias)))
        count = v.shape[0]
        weight += rate / count * (v.T @ first - seen.T @ last)
        visible_bias += rate / count * (v - seen).sum(0)
        hidden_bias += rate / count * (first - last).sum(0)
    return weight, visible_bias, hidden_bias


def pretrain(v, rbms, noise, rate):
    trained = []
    for place in range(len(rbms)):
        layers = [v, *recognise(v, trained)]
        trained.append(train_rbm(layers[-1], rbms[place], noise[place], rate))
    return trained


def recognise(v, rbms):
    layers, x = [], v
    for weight, _, hidden_bias in rbms:
        x = torch.nn.functional.linear(x, weight.T, hidden_bias).sigmoid()
        layers.append(x)
    return layers


def generate(h, rbms):
    for place in range(len(rbms) - 1, -1, -1):
        weight, visible_bias, _ = rbms[place]
        h = torch.sigmoid(torch.addmm(visible_bias, h, weight.T))
    return h
