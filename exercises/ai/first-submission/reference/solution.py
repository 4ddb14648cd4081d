from torch import Tensor


def average(x: Tensor) -> Tensor:
    """Return the average of the numbers in x, of shape (N,), as a tensor without axes and of x's dtype."""
    return x.mean()


def above_average(x: Tensor) -> int:
    """Return how many numbers of x are greater than their average."""
    return int((x > x.mean()).sum())
