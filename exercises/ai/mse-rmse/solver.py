"""Answers of mse-rmse by another way: the mean square is the variance of the residuals plus their squared mean."""

from __future__ import annotations

from fractions import Fraction
from statistics import fmean, pvariance


def solve(question):
    """Return the answers to one question, field by field."""
    return {"line": line, "units": units, "outlier": outlier, "two-models": models, "scaled": scaled}.get(
        question["question"], baseline
    )(question["facts"])


def squared(residuals):
    """Return the mean square by way of the variance."""
    residuals = [float(each) for each in residuals]
    return pvariance(residuals) + fmean(residuals) ** 2


def absolute(residuals):
    """Return the mean size: positive and negative parts are added up apart."""
    above = sum(each for each in residuals if each > 0)
    return (above - sum(each for each in residuals if each < 0)) / len(residuals)


def line(facts):
    """Return what belongs to a line, from the pairs of measured and predicted."""
    residuals = [measured - predicted for measured, predicted in facts["pairs"]]
    error = squared(residuals)
    return {"total": str(round(error * len(residuals))), "mse": str(error), "rmse": str(error**0.5)}


def units(facts):
    """Return the root; squares have squared units."""
    return {
        "rmse": str(float(Fraction(*facts["square"])) ** 0.5),
        "mse_unit": "squared",
        "rmse_unit": "unit",
        "says": "size",
    }


def outlier(facts):
    """Return both measures, before and after."""
    found = {}
    for name in ("before", "after"):
        found |= {f"mse_{name}": str(squared(facts[name])), f"mae_{name}": str(absolute(facts[name]))}
    return found


def models(facts):
    """Return the errors of two models, and which is smaller."""
    residuals = {
        name: [y - guess for y, guess in zip(facts["truth"], own, strict=True)]
        for name, own in facts["guesses"].items()
    }
    return {
        "mse_a": str(squared(residuals["A"])),
        "mse_b": str(squared(residuals["B"])),
        "by_mse": min(residuals, key=lambda name: squared(residuals[name])),
        "by_mae": min(residuals, key=lambda name: absolute(residuals[name])),
    }


def scaled(facts):
    """Return the errors of made-up predictions that are off by the given amount in the scaled target."""
    small = Fraction(*facts["small"])
    targets = [Fraction(value) for value in (-2, 0, 1, 3)]
    guesses = [y + small * sign for y, sign in zip(targets, (1, -1, 1, -1), strict=True)]
    back = [facts["spread"] * value + facts["middle"] for value in targets + guesses]
    residuals = [y - guess for y, guess in zip(back[:4], back[4:], strict=True)]
    error = squared(residuals)
    return {
        "mse_scaled": str(squared([y - guess for y, guess in zip(targets, guesses, strict=True)])),
        "rmse": str(error**0.5),
        "mse": str(error),
        "shift": "cancels",
    }


def baseline(facts):
    """Return the variance, and the share of it that a model explains."""
    spread, error = pvariance(map(float, facts["truth"])), float(Fraction(*facts["error"]))
    explained = (spread - error) / spread
    return {
        "mean": str(fmean(facts["truth"])),
        "spread": str(spread),
        "explained": str(explained),
        "verdict": "better" if explained > 0 else "worse",
    }
