from torch import Tensor


def make_anchors(
    rows: int,
    columns: int,
    stride: float = 16,
    scales: tuple[float, ...] = (128, 256, 512),
    ratios: tuple[float, ...] = (0.5, 1.0, 2.0),
) -> Tensor:
    """Return the anchors of a feature map as corners: cell by cell, in each by ratio and then by scale.

    result  (rows * columns * len(ratios) * len(scales), 4), float32, rows (x1, y1, x2, y2)
    """
    raise NotImplementedError("write me")


def label_anchors(
    anchors: Tensor,
    truths: Tensor,
    width: float,
    height: float,
    positive: float = 0.7,
    negative: float = 0.3,
) -> Tensor:
    """Return 1 for anchors that are to find an object, 0 for background, and -1 for those that are ignored.

    anchors  (N, 4), rows (x1, y1, x2, y2)
    truths   (M, 4), rows (x1, y1, x2, y2)
    result   (N,), int64
    """
    raise NotImplementedError("write me")
