from torch import Tensor


def read_boxes(output: Tensor, count: int, width: float, height: float) -> Tensor:
    """Return the predicted boxes as corners in the image: cell by cell, each with its `count` boxes.

    output  (rows, columns, 5 * count + C)
    result  (rows * columns * count, 4), rows (x1, y1, x2, y2)
    """
    raise NotImplementedError("write me")


def read_scores(output: Tensor, count: int) -> Tensor:
    """Return for each box, in the same order, how sure it is of each class.

    output  (rows, columns, 5 * count + C)
    result  (rows * columns * count, C)
    """
    raise NotImplementedError("write me")


def detect(
    output: Tensor, count: int, width: float, height: float, threshold: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Return box, score and class of whatever scores above the threshold.

    result  boxes (K, 4), scores (K,), classes (K,), int64
    """
    raise NotImplementedError("write me")
