"""The distributions written in plain Python are those of SciPy."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from graders.training.distributions import normal_cdf, spreads, student_cdf, student_quantile

DEGREES = (1, 2, 3, 4, 7, 29, 30, 99)


@pytest.mark.parametrize("degrees", DEGREES)
def test_student_t_is_that_of_scipy(degrees: int) -> None:
    """The distribution on both sides of 0, and its quantiles, far into the tail too."""
    for t in (-40.0, -1.3, 0.0, 0.2, 5.0):
        assert math.isclose(student_cdf(t, degrees), stats.t.cdf(t, degrees), abs_tol=1e-12)
    for probability in (0.5, 0.6, 0.95, 0.9995, 1 - 1e-7):
        expected = stats.t.ppf(probability, degrees)
        assert math.isclose(student_quantile(probability, degrees), expected, rel_tol=1e-6, abs_tol=1e-9)


@pytest.mark.parametrize(("probability", "degrees"), [(0.4, 3), (1.0, 3), (0.9, 0)])
def test_what_is_no_quantile_is_refused(probability: float, degrees: int) -> None:
    """A probability below a half or of 1, and no degrees of freedom, are mistakes."""
    with pytest.raises(ValueError, match="no quantile"):
        student_quantile(probability, degrees)


@pytest.mark.parametrize("z", [-8.0, -3.7, 0.0, 1.0, 6.0])
def test_the_normal_tail_is_exact(z: float) -> None:
    """The normal distribution, relative to its own size."""
    assert math.isclose(normal_cdf(z), stats.norm.cdf(z), rel_tol=1e-12)


@pytest.mark.parametrize("degrees", DEGREES)
def test_weighted_spreads_give_expectations(degrees: int) -> None:
    """Their weights sum to 1; mean, second moment and a tail are those of a scaled chi."""
    pairs = spreads(degrees)
    chi = stats.chi(degrees, scale=1 / math.sqrt(degrees))

    assert math.isclose(sum(weight for _, weight in pairs), 1, rel_tol=1e-12)
    assert math.isclose(sum(u * weight for u, weight in pairs), chi.mean(), rel_tol=1e-4)
    assert math.isclose(sum(u * u * weight for u, weight in pairs), 1, rel_tol=1e-3)
    high = float(chi.ppf(0.9999))
    tail = sum(weight * normal_cdf((u - high) * 50) for u, weight in pairs)
    exact = chi.expect(lambda u: normal_cdf((u - high) * 50), lb=max(0.0, high - 1), ub=high + 2)
    assert math.isclose(tail, exact, rel_tol=0.05)
