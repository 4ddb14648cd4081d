from torch import Tensor


class Adam:
    """Adam without weight decay; holds moments and counter, not the parameters."""

    def __init__(
        self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
    ) -> None:
        self.lr = lr
        self.betas = betas
        self.eps = eps

    def step(self, params: list[Tensor], grads: list[Tensor]) -> list[Tensor]:
        """Return the parameters after one step.

        params  tensors of any shapes, float32 or float64
        grads   the gradient of each, of the same shape and dtype
        result  new tensors, in the same order; the arguments stay as they are
        """
        raise NotImplementedError("write me")
