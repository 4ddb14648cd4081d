from torch import Tensor


def iou_matrix(boxes_a: Tensor, boxes_b: Tensor) -> Tensor:
    """Return the IoU of each box of the first set with each of the second.

    boxes_a  (N, 4), rows (x1, y1, x2, y2)
    boxes_b  (M, 4)
    result   (N, M)
    """
    raise NotImplementedError("write me")


def nms(boxes: Tensor, scores: Tensor, threshold: float) -> Tensor:
    """Return the indices of the boxes that are kept, best score first.

    boxes   (N, 4)
    scores  (N,)
    result  (K,), int64
    """
    raise NotImplementedError("write me")
