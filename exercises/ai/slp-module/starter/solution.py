from torch import Tensor, nn


class SLP(nn.Module):
    """One linear layer, then a sigmoid on each of its outputs."""

    def __init__(self, inputs: int, outputs: int = 1) -> None:
        super().__init__()
        # make the parts here

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs of a batch: (N, inputs) becomes (N, outputs)."""
        raise NotImplementedError("write me")
