"""Answers of layer-module-model found by running the code that a student reads, with stand-ins for PyTorch's classes.

The stand-ins keep whatever is assigned to them in order. Nothing is computed from formulas: weights are the
entries of a grid that is listed, and shapes are found by laying windows.
"""

from __future__ import annotations

import re
from itertools import product


class Parameter:
    """Numbers to learn, as a grid of places."""

    def __init__(self, *sides):
        self.places = list(product(*map(range, sides)))
        self.sides = sides


class Module:
    """Whatever keeps its parts by name."""

    def named(self, seen=()):
        """Return all parts below with their paths, a part as often as it is kept."""
        for name, part in vars(self).items():
            if isinstance(part, Parameter):
                yield name, part
            elif isinstance(part, Module):
                yield name, part
                yield from ((f"{name}.{path}", below) for path, below in part.named())

    def distinct(self, kind):
        """Return the parts of a kind below and, where it is one, this module itself; each once."""
        return list(
            {
                id(part): part for part in [self, *dict(self.named()).values()] if isinstance(part, kind)
            }.values()
        )


class Linear(Module):
    """A layer with a row of weights for each output."""

    def __init__(self, inputs, outputs, bias=True):
        self.weight = Parameter(outputs, inputs)
        self.bias = Parameter(outputs) if bias else None


class Conv2d(Module):
    """A layer with a kernel for each filter and channel."""

    def __init__(self, channels, filters, side, bias=True):
        self.weight = Parameter(filters, channels, side, side)
        self.bias = Parameter(filters) if bias else None


class Plain(Module):
    """A layer that learns nothing."""

    def __init__(self, *_):
        pass


class MaxPool2d(Plain):
    """A layer that learns nothing and halves sides."""


class Entries(Module):
    """A module that keeps a list or a dict of parts, or the parts it is given."""

    def __init__(self, *parts):
        parts = parts[0] if parts and isinstance(parts[0], list | dict) else parts
        entries = parts.items() if isinstance(parts, dict) else enumerate(parts)
        for name, part in entries:
            vars(self)[str(name)] = part

    def __getitem__(self, place):
        return vars(self)[str(place)]


class nn:
    """What stands for torch.nn."""

    Module, Linear, Conv2d, MaxPool2d = Module, Linear, Conv2d, MaxPool2d
    ReLU = Tanh = Sigmoid = Dropout = Flatten = Plain
    Sequential = ModuleList = ModuleDict = Entries
    Parameter = staticmethod(lambda size: Parameter(size))


class torch:
    """What stands for torch: a vector is its length."""

    sigmoid = tanh = relu = flatten = print
    ones = zeros = staticmethod(lambda size, requires_grad=False: size)


def solve(question):
    """Return the answers to one question, field by field."""
    prompt = question["prompt"]["en"]
    (code,) = re.findall(r"```python\n(.*?)```", prompt, re.DOTALL)
    space = {"nn": nn, "torch": torch, "N": 0}
    labels = {field["name"]: field["label"]["en"].strip("`") for field in question["fields"]}
    if question["question"] == "shapes":
        exec(code.replace("y = net(x)", ""), space)
        found, end = follow(space["net"], eval(re.search(r"`(\(.*?\))`", prompt)[1]))
        return found | {"shape": labelled(question["fields"][-1], end)}
    exec(code, space)
    model, kind = space["model"], question["question"]
    parameters = sum(len(each.places) for each in model.distinct(Parameter))
    if kind == "names":
        return {name: name_of(eval(labels[name], space), model) for name in labels if name != "modules"} | {
            "modules": str(len(model.distinct(Module)))
        }
    if kind == "shared":
        entries = sum(isinstance(part, Parameter) for _, part in model.named())
        layers = len(model.distinct(Linear))
        return {"layers": str(layers), "count": str(parameters), "entries": str(entries)}
    if kind == "registered":
        missed = [name for name, part in vars(model).items() if not isinstance(part, Module | Parameter)]
        return {"missed": ",".join(f"self.{name}" for name in missed), "count": str(parameters)}
    if kind == "state-names":
        return find_keys(question["fields"], dict(model.named()))
    return count(model, labels, parameters)


def name_of(part, model):
    """Return what a part of a model is."""
    if part is model or not isinstance(part, Module):
        return "model" if part is model else "function"
    if part.distinct(Module) != [part]:
        return "group"
    return "trained" if part.distinct(Parameter) else "plain"


def find_keys(fields, parts):
    """Return which names lead to parameters, and the shape of the one that is asked for."""
    names = [option["value"] for option in fields[0]["options"]]
    asked = fields[1]["label"]["en"].split("`")[1]
    keys = [name for name in names if isinstance(parts.get(name), Parameter)]
    return {"keys": ",".join(keys), "shape": labelled(fields[1], parts[asked].sides)}


def labelled(field, shape):
    """Return the option that reads like a shape."""
    (right,) = [each["value"] for each in field["options"] if eval(each["label"]["en"].strip("`")) == shape]
    return right


def count(model, labels, parameters):
    """Return the weights and biases of each layer, in their order, and the sum."""
    found = {"total": str(parameters)}
    layers = [part for _, part in model.named() if isinstance(part, Linear | Conv2d | Plain)]
    for place, layer in enumerate(layers, start=1):
        for name, key in (("weight", "weights"), ("bias", "biases")):
            own = vars(layer).get(name)
            found[f"{key}{place}"] = str(len(own.places) if own else 0)
    return found


def follow(net, shape):
    """Return the channels and sides after each layer with the flattened length, and the shape at the end."""
    found, (batch, channels, side, _), turn = {}, shape, 0
    for layer in vars(net).values():
        if isinstance(layer, Conv2d):
            turn, channels, kernel, step, name = (
                turn + 1,
                layer.weight.sides[0],
                layer.weight.sides[2],
                1,
                "conv",
            )
        elif isinstance(layer, MaxPool2d):
            kernel, step, name = 2, 2, "pool"
        else:
            continue
        side = len([start for start in range(0, side, step) if start + kernel <= side])
        found |= {f"{name}{turn}.maps": str(channels), f"{name}{turn}.side": str(side)}
    flat = len(list(product(range(channels), range(side), range(side))))
    return found | {"flat": str(flat)}, (batch, layer.weight.sides[0])
