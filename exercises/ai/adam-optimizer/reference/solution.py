"""Adam as in algorithm 1 of Kingma and Ba (2015), for a list of tensors."""

from __future__ import annotations

from torch import Tensor


class Adam:
    """Adam without weight decay; holds moments and counter, not the parameters."""

    def __init__(
        self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
    ) -> None:
        self.lr = lr
        self.betas = betas
        self.eps = eps
        self._steps = 0
        self._means: dict[int, Tensor] = {}
        self._squares: dict[int, Tensor] = {}

    def step(self, params: list[Tensor], grads: list[Tensor]) -> list[Tensor]:
        """Return the parameters after one step, as new tensors."""
        self._steps += 1
        pairs = enumerate(zip(params, grads))
        return [param - self.lr * self._direction(index, grad) for index, (param, grad) in pairs]

    def _direction(self, index: int, grad: Tensor) -> Tensor:
        """Update the moments of one parameter and return the step for a learning rate of 1."""
        beta1, beta2 = self.betas
        self._means[index] = beta1 * self._means.get(index, 0.0) + (1 - beta1) * grad
        self._squares[index] = beta2 * self._squares.get(index, 0.0) + (1 - beta2) * grad * grad
        mean = self._means[index] / (1 - beta1**self._steps)
        square = self._squares[index] / (1 - beta2**self._steps)
        return mean / (square.sqrt() + self.eps)
