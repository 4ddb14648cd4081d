"""measured.json is decoded strictly: bounds, order, nothing unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graders import measured
from graders.bundle import BundleError
from tests.graders import samples

WHOLE: dict[str, Any] = {
    "schema": 1,
    "reference": "0" * 64,
    "seeds": 5,
    "metrics": {"loss": {"steps": [0, 2], "low": [1.0, 0.5], "high": [3.0, 2.5], "median": [2.0, 1.5]}},
    "scores": {
        "test_accuracy": {
            "values": [0.8, 0.82, 0.81, 0.79, 0.83],
            "mean": 0.81,
            "deviation": 0.0158,
            "threshold": 0.6,
            "false_fail": 1e-4,
            "design": {"seeds": 3, "confidence": 0.9, "false_fail": 1e-4, "margin": 0.0, "best": 1.0},
        }
    },
}


def changed(*path: Any, value: Any) -> bytes:
    """The whole file with one value replaced."""
    whole = json.loads(json.dumps(WHOLE))
    place = whole
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return json.dumps(whole).encode()


def test_a_bundle_brings_its_measurements_along() -> None:
    """A bundle with the file has them as structs, one without has None."""
    whole = samples.bundle(measured__json=json.dumps(WHOLE))

    assert samples.bundle().measured is None
    assert whole.measured is not None
    assert whole.measured.scores["test_accuracy"].design.seeds == 3
    assert whole.measured.metrics["loss"].high == [3.0, 2.5]


def test_what_is_encoded_is_decoded_again() -> None:
    """Encoding and decoding lose nothing, and equal measurements are equal bytes."""
    first = measured.decode(json.dumps(WHOLE).encode())

    assert measured.decode(measured.encode(first)) == first
    assert measured.encode(first) == measured.encode(measured.decode(measured.encode(first)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        changed("schema", value=2),
        changed("extra", value=1),
        changed("reference", value="main"),
        changed("metrics", "loss", "low", value=[1.0]),
        changed("metrics", "loss", "low", value=[1.0, 9.0]),
        changed("metrics", "loss", "steps", value=[2, 2]),
        changed("metrics", "loss", "steps", value=[-1, 2]),
        changed("metrics", "loss", "steps", value=list(range(5001))),
        changed("metrics", "x" * 65, value=WHOLE["metrics"]["loss"]),
        changed("scores", "test_accuracy", "values", value=[1.0]),
        changed("scores", "test_accuracy", "false_fail", value=2.0),
        changed("scores", "no check", value=WHOLE["scores"]["test_accuracy"]),
        changed("scores", "test_accuracy", "mean", value="NaN"),
        json.dumps(WHOLE).replace("0.81,", "1e999,").encode(),
        json.dumps(WHOLE).encode() + b" " * measured.MAX_BYTES,
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    """A file that does not fit is a problem of the bundle, with its name and a cure."""
    with pytest.raises(BundleError) as caught:
        samples.bundle(measured__json=data)

    assert [problem.file for problem in caught.value.problems] == ["measured.json"]
    assert "seodang measure" in caught.value.problems[0].cure.en
