"""The distributions that bounds of means need, in plain Python: the host imports neither NumPy nor SciPy."""

from __future__ import annotations

import math
from functools import lru_cache

#: intervals of Simpson's rule; doubling them changes no probability by more than a thousandth of itself
INTERVALS = 240
#: how many of its own standard deviations a spread is followed to either side
REACH = 10.0


def normal_cdf(z: float) -> float:
    """The probability that a standard normal number is at most z; exact in the lower tail too."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def student_cdf(t: float, degrees: int) -> float:
    """The probability that Student's t with so many degrees of freedom is at most t.

    The finite sums of Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4.
    """
    theta = math.atan2(abs(t), math.sqrt(degrees))
    cosine, sine = math.cos(theta), math.sin(theta)
    odd = degrees % 2
    term = cosine if odd else 1.0
    total = term if degrees > 1 else 0.0
    for power in range(2 + odd, degrees - 1, 2):
        term *= cosine * cosine * (power - 1) / power
        total += term
    within = 2 / math.pi * (theta + sine * total) if odd else sine * total
    return 0.5 + math.copysign(within / 2, t)


@lru_cache(maxsize=256)
def student_quantile(probability: float, degrees: int) -> float:
    """The t that Student's t with so many degrees of freedom does not exceed with this probability."""
    if not 0.5 <= probability < 1 or degrees < 1:
        raise ValueError(f"no quantile of {probability} with {degrees} degrees of freedom")
    high = 1.0
    while student_cdf(high, degrees) < probability:
        high *= 2
    low = 0.0
    for _ in range(100):
        middle = (low + high) / 2
        if student_cdf(middle, degrees) < probability:
            low = middle
        else:
            high = middle
    return high


@lru_cache(maxsize=64)
def spreads(degrees: int) -> list[tuple[float, float]]:
    """Values of s/sigma and their weights, so that a weighted sum is an expectation.

    s is the standard deviation of degrees + 1 normal numbers: s/sigma is a chi with so many degrees of
    freedom over the root of their number. Simpson's rule, scaled to the total weight 1.
    """
    width = REACH / math.sqrt(2 * degrees)
    low, high = max(0.0, 1 - width), 1 + width
    step = (high - low) / INTERVALS
    points = [low + step * index for index in range(INTERVALS + 1)]
    weights = [
        (1 if index in (0, INTERVALS) else 4 if index % 2 else 2) * _chi_density(point, degrees)
        for index, point in enumerate(points)
    ]
    total = sum(weights)
    return [(point, weight / total) for point, weight in zip(points, weights, strict=True)]


def _chi_density(u: float, degrees: int) -> float:
    """The density of the spread at u, but for a constant factor; 1 at u = 1."""
    if u <= 0:
        return math.exp(degrees / 2) if degrees == 1 else 0.0
    return math.exp((degrees - 1) * math.log(u) - degrees * (u * u - 1) / 2)
