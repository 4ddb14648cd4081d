"""Answers of detector-families found another way: by cue words, by needs, by listing boxes one by one."""

from __future__ import annotations

import re
from itertools import product

#: words of which each belongs to one detector, looked for in this order
CUES = (
    ("SPPnet", r"several levels|SVMs judge|pyramid|[Ss]everal grids|kept the SVMs"),
    ("R-CNN", r"warped|two thousand|before any convolution|once for each of them|a crop|runs of the convolutional|each crop"),
    ("Fast R-CNN", r"[Ss]elective search is pooled|still come|in the place of|without learning|two inputs|at last|softmax"),
    ("Faster R-CNN", r"slides|are learned|object or not|dropped|[Tt]wo networks|cross the border|become proposals"),
    ("YOLO", r"cells, and|7 × 7 × 30|Each cell predicts|single grid|square roots|98|flock"),
    ("SSD", r"."),
)  # fmt: skip
#: words of what changed, by the later detector of a pair
CHANGED = (
    ("R-CNN → SPPnet", r"once for the image|cut out of the image"),
    ("SPPnet → Fast R-CNN", r"SVMs are gone|One level"),
    ("Fast R-CNN → Faster R-CNN", r"selective search|by means of anchors"),
    ("Faster R-CNN → YOLO", r"no proposals|second stage is gone"),
    ("YOLO → SSD", r"several maps|several sizes"),
)
SHARED = ("SPPnet", "Fast R-CNN", "Faster R-CNN")


def solve(question):
    """Return the answers to one question, field by field."""
    kind, fields, facts = question["question"], question["fields"], question.get("facts", {})
    if kind == "which":
        return {field["name"]: first(CUES, field["label"]["en"]) for field in fields}
    if kind == "family":
        one = ("YOLO", "SSD")
        return {
            field["name"]: "one" if first(CUES, field["label"]["en"]) in one else "two" for field in fields
        }
    if kind == "changes":
        texts = {each["value"]: each["label"]["en"] for each in fields[0]["options"]}
        places = {first(CHANGED, text): value for value, text in texts.items()}
        return {field["name"]: places[field["label"]["en"]] for field in fields}
    return {"steps": chained, "runs": walked, "counts": listed}[kind](question, **facts)


def first(cues, text):
    """Return the first name of which a cue stands in a text."""
    return next(name for name, cue in cues if re.search(cue, text))


def chained(question, needs):
    """Return steps in order, each of what was made before, and the detector whose words they use."""
    made, found = "", []
    while len(found) < len(needs):
        (step,) = [name for name, (need, _) in needs.items() if need == made]
        found.append(step)
        made = needs[step][1]
    options = question["fields"][0]["options"]
    told = " ".join(each["label"]["en"] for each in options)
    return {f"order.{n}": name for n, name in enumerate(found, start=1)} | {"detector": first(CUES, told)}


def walked(question, images, regions, names, looked):
    """Return runs and regions by going through all images."""
    runs, judged = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for _ in range(images):
        for name in names:
            shared = name in SHARED or name in ("YOLO", "SSD")
            runs[name] += 1 if shared else regions
            judged[name] += 0 if name in ("YOLO", "SSD") else regions
    return {f"runs{place}": str(runs[name]) for place, name in enumerate(names, 1)} | {
        "judged": str(judged[looked])
    }


def listed(question, kind, **sizes):
    """Return counts as lengths of lists."""
    if kind == "anchors":
        shapes = [*product(range(sizes["scales"]), range(sizes["ratios"]))]
        boxes = [*product(range(sizes["rows"]), range(sizes["columns"]), shapes)]
        each, numbers = shapes, sum(2 + 4 for _ in boxes)
    elif kind == "cells":
        cells = [*product(range(sizes["side"]), repeat=2)]
        boxes = [*product(cells, range(sizes["boxes"]))]
        each = ["x", "y", "w", "h", "c"] * sizes["boxes"] + ["p"] * sizes["classes"]
        numbers = sum(len(each) for _ in cells)
    else:
        kinds = [["square", "extra"] + ["wide", "tall"] * more for more in sizes["extra"]]
        boxes = [
            box
            for side, own in zip(sizes["sides"], kinds, strict=True)
            for box in product(range(side), range(side), own)
        ]
        each, numbers = kinds[0], sum(sizes["classes"] + 4 for _ in boxes)
    return {"each": str(len(each)), "total": str(len(boxes)), "numbers": str(numbers)}
