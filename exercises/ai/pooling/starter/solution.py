from torch import Tensor

Size = int | tuple[int, int]


def max_pool2d(x: Tensor, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> Tensor:
    """Return the largest entry of each window; the border never wins.

    x       (N, C, H, W)
    result  (N, C, H_out, W_out)
    """
    raise NotImplementedError("write me")


def avg_pool2d(x: Tensor, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> Tensor:
    """Return the mean of each window; the border counts as zeros.

    x       (N, C, H, W)
    result  (N, C, H_out, W_out)
    """
    raise NotImplementedError("write me")
