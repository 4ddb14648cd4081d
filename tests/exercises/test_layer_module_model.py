"""What a question says about a listing is what PyTorch says when the listing is run."""

from __future__ import annotations

import random
import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from graders.quiz import Question, Variant
from graders.quiz.variant import SeveralKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/layer-module-model"
SEEDS = 200
LISTING = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def of(variants: list[Variant], question: str) -> list[tuple[Variant, dict[str, Any], nn.Module]]:
    """The variants of one question, with their keys by field name and the model that their listing makes."""
    found = []
    for variant in [each for each in variants if each.question == question]:
        keys: dict[str, Any] = {
            name: set(key.values) if isinstance(key, SeveralKey) else key.value  # type: ignore[union-attr]
            for name, key in variant.keys.items()
        }
        (code,), (korean,) = (LISTING.findall(text) for text in (variant.prompt.en, variant.prompt.ko))
        assert code == korean
        space: dict[str, Any] = {"torch": torch, "nn": nn, "N": keys.get("flat")}
        with torch.device("meta"):
            exec(code.replace("y = net(x)", "model = net"), space)
        found.append((variant, keys, space["model"]))
    return found


def test_parts_have_the_names_that_fit_them(variants: list[Variant]) -> None:
    """Layers have no parts, holders have, functions are none of them, and the tree has as many modules."""
    for variant, keys, model in of(variants, "names"):
        assert keys.pop("modules") == len(list(model.modules()))
        for field in variant.fields[:-1]:
            part = eval(field.label.en.strip("`"), {"model": model, "torch": torch})
            if not isinstance(part, nn.Module):
                fitting = "function"
            elif list(part.children()):
                fitting = "model" if part is model else "group"
            else:
                fitting = "trained" if list(part.parameters()) else "plain"
            assert keys[field.name] == fitting
        assert set(keys.values()) == {"model", "group", "trained", "plain", "function"}


def test_layers_have_the_weights_and_biases_that_are_counted(variants: list[Variant]) -> None:
    """The table is that of the layers in their order, and the sum that of all parameters."""
    for _, keys, model in of(variants, "whole-model"):
        layers = [part for part in model.modules() if not list(part.children())]
        for place, layer in enumerate(layers, start=1):
            own = {name: each.numel() for name, each in layer.named_parameters()}
            assert keys.pop(f"weights{place}") == own.get("weight", 0)
            assert keys.pop(f"biases{place}") == own.get("bias", 0)
        assert keys == {"total": sum(each.numel() for each in model.parameters())}


def test_shared_layers_count_once_and_are_listed_under_each_name(variants: list[Variant]) -> None:
    """Different layers, their parameters and the entries of the state_dict are PyTorch's."""
    for _, keys, model in of(variants, "shared"):
        layers = sum(isinstance(part, nn.Linear) for part in model.modules())
        count = sum(each.numel() for each in model.parameters())

        assert keys == {"layers": layers, "count": count, "entries": len(model.state_dict())}


def test_what_is_missed_is_not_in_parameters(variants: list[Variant]) -> None:
    """The parts that are named are those whose numbers `parameters()` does not give."""
    for variant, keys, model in of(variants, "registered"):
        found = {name.split(".")[0] for name, _ in model.named_parameters()}
        parts = {option.value for option in variant.fields[0].options}

        assert keys["missed"] == {part for part in parts if part.removeprefix("self.") not in found}
        assert keys["count"] == sum(each.numel() for each in model.parameters())


def test_keys_are_those_of_the_state_dict(variants: list[Variant]) -> None:
    """Each name that is offered is a key exactly if it is one, and the shape belongs to it alone."""
    for variant, keys, model in of(variants, "state-names"):
        state = model.state_dict()
        assert keys["keys"] == {option.value for option in variant.fields[0].options} & set(state)
        assert len(keys["keys"]) < len(variant.fields[0].options)
        asked = variant.fields[1].label.en.removeprefix("Shape of ").strip("`")
        fitting = {
            o.value for o in variant.fields[1].options if eval(o.label.en.strip("`")) == state[asked].shape
        }
        assert {keys["shape"]} == fitting


def test_shapes_are_those_of_a_run(variants: list[Variant]) -> None:
    """Channels and sides come out of the layers; with N as asked for, the whole stack runs."""
    for variant, keys, model in of(variants, "shapes"):
        x = torch.zeros(eval(variant.prompt.en.split("`")[3]), device="meta")
        seen = []
        for layer in model.children():
            x = layer(x)
            if isinstance(layer, nn.Conv2d | nn.MaxPool2d):
                seen += [x.shape[1], x.shape[2]]

        shapes = {
            each.value for each in variant.fields[-1].options if eval(each.label.en.strip("`")) == x.shape
        }

        assert [keys[field.name] for field in variant.fields[:-2]] == seen
        assert {keys["shape"]} == shapes


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and listings hardly ever return."""
    kinds = Counter(variant.question for variant in variants)

    assert set(kinds) == {"names", "whole-model", "shared", "registered", "state-names", "shapes"}
    assert min(kinds.values()) >= SEEDS / 12
    assert len({variant.prompt.en for variant in variants}) > 0.9 * SEEDS
