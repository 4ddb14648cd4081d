from torch import Tensor


def polynomial_slope(coefficients: Tensor, x: Tensor) -> Tensor:
    """Return the derivative of a polynomial at each entry of x."""
    raise NotImplementedError("write me")


def loss_gradients(w: Tensor, b: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return the gradients of the mean squared error in the weights and in the bias."""
    raise NotImplementedError("write me")


def curvature(x: Tensor) -> Tensor:
    """Return the second derivative of exp(-x²/2) at each entry of x."""
    raise NotImplementedError("write me")


def jacobian(x: Tensor) -> Tensor:
    """Return the derivatives of (ab, a², sin b) in a and b, a row for each output."""
    raise NotImplementedError("write me")


def target_gradient(w: Tensor, x: Tensor, z: Tensor) -> Tensor:
    """Return the gradient of (w·x − t)²/2 in w, where t = w·z counts as a constant."""
    raise NotImplementedError("write me")


def descend(w: Tensor, x: Tensor, y: Tensor, rate: float, steps: int) -> Tensor:
    """Return the weights before and after each step of gradient descent on the mean squared error."""
    raise NotImplementedError("write me")
