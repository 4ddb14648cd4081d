"""Answers of fine-tuning-strategy found another way: from the words of the texts, and by counting out tensors."""

from __future__ import annotations

import re
from decimal import Decimal
from math import prod

import torch
from torch import nn

#: what words say of the kind of an image, in the order in which they are looked for
WORDS = [
    ("radar", "radar"),
    ("spectrogram", "spectrogram"),
    ("thermal", "thermal"),
    ("ultrasound", "ultrasound"),
    ("cross-sections", "retina"),
    ("electron microscope", "electron"),
    ("tissue", "tissue"),
    ("microscope", "cells"),
    ("X-ray images of", "bones"),
    ("chest X-ray", "chest"),
    ("satellite", "satellite"),
    ("single letters", "letters"),
    ("photo", "photo"),
]


def solve(question):
    """Return the answers to one question, field by field."""
    return SOLVERS[question["question"]](question)


def read(text):
    """Return how many labelled images there are, and whether they are like those of pre-training."""
    task, _, source = text.partition("The backbone was pre-trained on")
    count = int(re.search(r"\d[\d,]*", task)[0].replace(",", ""))
    old, new = (next(kind for word, kind in WORDS if word in part) for part in (source, task))
    return "little" if count <= 2000 else "much", "similar" if old == new else "unlike"


def way_of(size, likeness):
    """Return what should learn: little data bear few layers, unlike images ask for more of them."""
    layers = (1 if size == "much" else 0) + (1 if likeness == "unlike" else 0)
    return ("head", "late", "all")[layers]


def case(question):
    """Return the case of a task and what should learn."""
    size, likeness = read(question["prompt"]["en"])
    return {"size": size, "likeness": likeness, "way": way_of(size, likeness)}


def sort(question):
    """Return what should learn in each of four tasks."""
    tasks = re.findall(r"- \*\*([A-D])\.\*\* (.+)", question["prompt"]["en"])
    return {f"way.{letter}": way_of(*read(text)) for letter, text in tasks}


def why(question):
    """Return the reason for the right way, and what another would end in."""
    text = question["prompt"]["en"]
    size, likeness = read(text)
    detour = text.rpartition("if it trained")[2]
    if "random" in detour:
        end = "lost"
    elif "all layers" in detour:
        end = "overfit"
    else:
        end = "misfit" if likeness == "unlike" else "unused"
    return {"reason": f"{size}-{likeness}", "instead": end}


def diagnosis(question):
    """Return the cause of a run that went wrong, by what its description shows."""
    text = question["prompt"]["en"]
    shares = [int(share) for share in re.findall(r"(\d+) %", text)]
    losses = [float(loss) for loss in re.findall(r"(?:begins at|, is) (\d+\.\d)", text)]
    if "running_mean" in text:
        cause = "mode"
    elif "values from 0 to 255" in text:
        cause = "inputs"
    elif "has gradients" in text:
        cause = "optimiser"
    elif losses:
        cause = "rate" if losses[1] > losses[0] else ""
    else:
        cause = "overfit" if shares[0] - shares[1] > 20 else "misfit"
    return {"cause": cause, "remedy": cause}


def rates(question):
    """Return rates and weights after one step, taken by an optimiser with parameter groups."""
    facts = question["facts"]
    eta, weight, slope = (ratio(facts[name]) for name in ("eta", "weight", "gradient"))
    steps = {"head": eta, "last": eta / facts["factor"], "before": eta / facts["factor"] / facts["factor"]}
    parts = {name: nn.Parameter(torch.tensor(float(weight), dtype=torch.float64)) for name in steps}
    groups = [{"params": [part], "lr": float(steps[name])} for name, part in parts.items()]
    optimiser = torch.optim.SGD(groups)
    for part in parts.values():
        part.grad = torch.tensor(float(slope), dtype=torch.float64)
    optimiser.step()
    moved = {f"weight.{name}": round(part.item(), 9) for name, part in parts.items()}
    rest = {"rate.last": float(steps["last"]), "rate.before": float(steps["before"])}
    return {**moved, **rest, "weight.first": float(weight)}


def ratio(text):
    """Return a number written as a fraction."""
    over, _, under = text.partition("/")
    return Decimal(over) / Decimal(under or 1)


def count(question):
    """Return how many parameters learn: modules are built, frozen and counted."""
    facts = question["facts"]
    layers, before = [], facts["channels"]
    for width in facts["widths"]:
        layers.append(
            nn.Sequential(nn.Conv2d(before, width, 3, padding=1), nn.BatchNorm2d(width), nn.MaxPool2d(2))
        )
        before = width
    backbone = nn.Sequential(*layers, nn.Flatten())
    features = backbone(torch.zeros(1, facts["channels"], facts["side"], facts["side"])).shape[1]
    network = nn.ModuleDict({"backbone": backbone, "head": nn.Linear(features, facts["classes"])})
    found = {"all": learning(network)}
    backbone.requires_grad_(False)
    found["head"] = learning(network)
    layers[-1].requires_grad_(True)
    return {**found, "last": learning(network)}


def learning(module):
    """Return how many numbers of a module require gradients."""
    return sum(parameter.numel() for parameter in module.parameters() if parameter.requires_grad)


def share(question):
    """Return counts for ResNet-18, whose stages are counted from its shapes."""
    facts, stages = question["facts"], resnet18()
    head = sum(map(prod, [(facts["classes"], 512), (facts["classes"],)]))
    learns = head + sum(stages[name] for name in facts["learning"])
    whole = head + sum(stages.values())
    return {"head": head, "learns": learns, "percent": round(100 * learns / whole, 1)}


def resnet18():
    """Return the parameters of each stage: two basic blocks, with a 1 × 1 shortcut where the width changes."""
    stages, before = {"stem": prod((64, 3, 7, 7)) + 2 * 64}, 64
    for place, width in enumerate((64, 128, 256, 512), start=1):
        shapes = [(width, before, 3, 3), *[(width, width, 3, 3)] * 3]
        shapes += [(width, before, 1, 1)] if width != before else []
        stages[f"layer{place}"] = sum(prod(shape) + 2 * width for shape in shapes)
        before = width
    return stages


SOLVERS = {
    "case": case,
    "sort": sort,
    "why": why,
    "diagnosis": diagnosis,
    "rates": rates,
    "count": count,
    "share": share,
}
