"""Answers of ml-vs-dl found another way: from the words of the texts, from needs, from sets."""

from __future__ import annotations

import re

LAYERED = r"\blayers?\b|\bdeep\b"
FITTED = r"k-nearest|k-means|regression|bayes|tree|forest|support vector|boosting|component"
#: a toy world: programs by the fields that they belong to
WORLD = ({"AI"}, {"AI", "ML"}, {"AI", "ML", "DL"}, set())


def solve(question):
    """Return the answers to one question, field by field."""
    facts = question["facts"]
    kinds = {letter: kind_of(text) for letter, text in facts.get("texts", {}).items()}
    match question["question"]:
        case "kind":
            return {f"answer.{letter}": kind for letter, kind in kinds.items()}
        case "smallest":
            field = {"rules": "ai", "classical": "ml", "deep": "dl"}
            return {f"answer.{letter}": field[kind] for letter, kind in kinds.items()}
        case "learned":
            looks = "training" if kinds["A"] == "deep" else "people"
            data = {"rules": "nothing", "classical": "weighing", "deep": "features"}[kinds["A"]]
            return {"looks": looks, "data": data}
        case "whose-step":
            return {f"answer.{letter}": side_of(text) for letter, text in facts["texts"].items()}
        case "order":
            return {f"steps.{n}": name for n, name in enumerate(chain(facts["needs"]), start=1)}
        case "fits":
            return judge(facts["data"].split(), facts["offered"])
        case "circles":
            return {"true": [letter for letter, claim in facts["claims"].items() if holds(*claim.split())]}


def kind_of(text):
    """Return how a system works by the words of its description."""
    low = text.lower()
    if re.search(LAYERED, low):
        return "deep"
    return "classical" if re.search(FITTED, low) else "rules"


def side_of(text):
    """Return whose step it is: hand-made features, layers, or neither."""
    low = text.lower()
    if re.search(r"layer", low):
        return "deep"
    return "classical" if re.search(r"measurements|formula|counts|counted", low) else "both"


def chain(needs):
    """Return steps in order: each comes once what it needs has been made."""
    made, found = {""}, []
    while len(found) < len(needs):
        ready = [name for name, (need, _) in needs.items() if name not in found and need in made]
        if len(ready) != 1:
            raise ValueError(f"{len(ready)} steps could come next")
        found += ready
        made.add(needs[ready[0]][1])
    return found


def judge(data, offered):
    """Return which way fits, and the one reason of those offered that is true."""
    shape, count, *marks = data
    true = {
        "few": shape == "table" and int(count) <= 1000,
        "explain": "explain" in marks,
        "chip": "chip" in marks,
        "raw": shape == "raw" and int(count) >= 100_000 and "gpu" in marks,
        "pretrained": shape == "raw" and "pretrained" in marks,
    }
    reasons = [name for name in offered if true[name]]
    if len(reasons) != 1:
        raise ValueError(f"{len(reasons)} reasons are true")
    return {"way": "deep" if shape == "raw" else "classical", "why": reasons[0]}


def holds(claim, one, other):
    """Return whether a claim about two fields is true in the toy world."""
    first, second = ({n for n, fields in enumerate(WORLD) if name in fields} for name in (one, other))
    return {
        "part": first <= second,
        "rest": bool(first - second),
        "apart": not first & second,
        "same": first == second,
    }[claim]
