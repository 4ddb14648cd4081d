"""Answers of confusion-numbers found by listing every tested example and counting; no formula of a cell is used."""

from __future__ import annotations

from fractions import Fraction

#: by pair of classes: is it worse to raise a false alarm, or to miss one?
WORSE = ("alarm", "miss", "miss", "alarm")


def solve(question):
    """Return the answers to one question, field by field."""
    facts, kind = question["facts"], question["question"]
    if kind == "two-models":
        return compare(facts)
    examples = listed(facts)
    found = {name: str(value) for name, value in counted(examples, facts["positive"]).items()}
    hits = sum(truth == guess for truth, guess in examples)
    found |= {"accuracy": str(Fraction(hits, len(examples))), "shows": "recall"}
    return {field["name"]: found[field["name"]] for field in question["fields"]}


def listed(facts):
    """Return each example as its true and its predicted class."""
    examples = []
    for row, counts in enumerate(facts["shown"]):
        for column, count in enumerate(counts):
            examples += [(row, column) if facts["rows"] == "true" else (column, row)] * count
    return examples


def counted(examples, positive):
    """Return the cells of one class, and its measures where they have a value."""
    truths = {place for place, (truth, _) in enumerate(examples) if truth == positive}
    alarms = {place for place, (_, guess) in enumerate(examples) if guess == positive}
    found = {
        "tp": len(truths & alarms),
        "fp": len(alarms - truths),
        "fn": len(truths - alarms),
        "tn": len(examples) - len(truths | alarms),
        "recall": Fraction(len(truths & alarms), len(truths)),
    }
    if alarms:
        found["precision"] = precision = Fraction(len(truths & alarms), len(alarms))
        found["f1"] = 2 / (1 / precision + 1 / found["recall"])
    return found


def compare(facts):
    """Return the measure that matters, and which classifier has more of it."""
    key = "precision" if WORSE[facts["story"]] == "alarm" else "recall"
    values = {name: counted(listed(model), model["positive"])[key] for name, model in facts["models"].items()}
    better = max(values, key=values.get)
    return {"measure": key, "better": better, "value": str(values[better])}
