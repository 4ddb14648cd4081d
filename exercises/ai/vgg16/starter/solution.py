from torch import Tensor, nn

#: the lists of VGG11, VGG13, VGG16 and VGG19 by their letters in the paper
CONFIGURATIONS = {"A": [], "B": [], "D": [], "E": []}


class VGG(nn.Module):
    """A VGG network, built from a configuration list."""

    def __init__(
        self, configuration: list, num_classes: int = 1000, hidden: int = 4096, dropout: float = 0.5
    ) -> None:
        super().__init__()
        # the convolutions first, in their order; then three fully connected layers

    def stages(self, x: Tensor) -> list[Tensor]:
        """Return the maps after each entry of the configuration."""
        raise NotImplementedError("write me")

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of a batch: (N, 3, H, W) -> (N, num_classes)."""
        raise NotImplementedError("write me")
