"""Answers of cross-entropy-numbers by other ways: likelihoods of whole batches, changed predictions, bisection."""

from __future__ import annotations

import math


def solve(question):
    """Return the answers to one question, field by field."""
    makers = {
        "one-hot": one_hot,
        "batch": batch,
        "from-scores": from_scores,
        "from-loss": from_loss,
        "two-models": two_models,
        "squared-error": squared_error,
        "binary": binary,
    }
    return {name: str(value) for name, value in makers[question["question"]](question["facts"]).items()}


def likelihood_loss(chances):
    """Return the mean cross-entropy from the probability of all the right answers together."""
    return math.log(1 / math.prod(chances)) / len(chances)


def full_sum(chances, right):
    """Return the cross-entropy as the sum over all classes."""
    return sum(-float(j == right) * math.log(p) for j, p in enumerate(chances))


def one_hot(facts):
    """Compare the loss before and after the move."""
    before, right = facts["chances"], facts["right"]
    after = list(before)
    after[facts["give"]] -= before[facts["give"]] / 2
    after[facts["take"]] += before[facts["give"]] / 2
    change = full_sum(after, right) - full_sum(before, right)
    effect = "same" if abs(change) < 1e-12 else "rises" if change > 0 else "falls"
    return {"loss": full_sum(before, right), "effect": effect}


def batch(facts):
    """Return the mean, and the example whose removal lowers the loss most."""
    owns = [row[right] for row, right in zip(facts["rows"], facts["rights"], strict=True)]
    without = [likelihood_loss(owns[:n] + owns[n + 1 :]) for n in range(len(owns))]
    return {"loss": likelihood_loss(owns), "worst": without.index(min(without)) + 1}


def from_scores(facts):
    """Return what is left of the probability after all gaps to the right class."""
    gaps = [math.exp(z - facts["scores"][facts["right"]]) for z in facts["scores"]]
    return {"p": 1 / sum(gaps), "loss": math.log(sum(gaps))}


def from_loss(facts):
    """Find the probability by halving an interval."""
    low, high = 1e-9, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if -math.log(middle) > facts["loss"] else (low, middle)
    other = low * facts["factor"] if facts["grows"] else low / facts["factor"]
    return {"p": low, "after": -math.log(other)}


def two_models(facts):
    """Return both losses, and compare them and the counts of right answers."""
    losses = {name: likelihood_loss(facts[name]) for name in "AB"}
    wrong = {name: sum(p < 1 - p for p in facts[name]) for name in "AB"}
    return {**losses, "lower": min(losses, key=losses.get), "higher": min(wrong, key=wrong.get)}


def squared_error(facts):
    """Return both losses, and try what the question asks about."""
    chances, right = facts["chances"], facts["right"]
    others = [p for j, p in enumerate(chances) if j != right]

    def square(own, rest):
        return ((1 - own) ** 2 + sum(p**2 for p in rest)) / 3

    now = (-math.log(chances[right]), square(chances[right], others))
    if facts["evenly"]:
        then = (-math.log(1 - sum(others)), square(chances[right], [sum(others) / 2] * 2))
        noticed = [abs(a - b) > 1e-9 for a, b in zip(now, then, strict=True)]
    else:
        tiny = 1e-30
        noticed = [-math.log(tiny) > 50, square(tiny, [1 - tiny, 0]) > 50]
    which = {(True, False): "cross-entropy", (False, True): "squared-error", (True, True): "both"}
    return {"loss": now[0], "square": now[1], "which": which.get(tuple(noticed), "neither")}


def binary(facts):
    """Return the losses by the formula with both terms."""
    losses = [
        -(y * math.log(p) + (1 - y) * math.log(1 - p))
        for p, y in zip(facts["chances"], facts["answers"], strict=True)
    ]
    return {"first": losses[0], "second": losses[1], "mean": sum(losses) / 2}
