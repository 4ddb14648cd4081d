from torch import Tensor, nn


def dropout(x: Tensor, p: float, u: Tensor, training: bool = True) -> Tensor:
    """Return x with 0 where u < p and the rest divided by 1 − p; or x itself outside of training."""
    raise NotImplementedError("write me")


class Dropout(nn.Module):
    """Dropout with a fresh mask for each call in training."""

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        """Return x after dropout, in the mode of the module."""
        raise NotImplementedError("write me")
