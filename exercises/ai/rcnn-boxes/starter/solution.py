from torch import Tensor


def encode(proposals: Tensor, truths: Tensor) -> Tensor:
    """Return the targets (tx, ty, tw, th) that lead from each proposal to the truth of its row.

    proposals  (N, 4), rows (x1, y1, x2, y2)
    truths     (N, 4), rows (x1, y1, x2, y2)
    result     (N, 4), rows (tx, ty, tw, th)
    """
    raise NotImplementedError("write me")


def decode(proposals: Tensor, deltas: Tensor) -> Tensor:
    """Return the boxes, as corners, to which the corrections lead from the proposals.

    proposals  (N, 4), rows (x1, y1, x2, y2)
    deltas     (N, 4), rows (dx, dy, dw, dh)
    result     (N, 4), rows (x1, y1, x2, y2)
    """
    raise NotImplementedError("write me")


def training_targets(proposals: Tensor, truths: Tensor, threshold: float = 0.6) -> tuple[Tensor, Tensor]:
    """Return which proposals are near a truth, and the targets of these.

    proposals  (N, 4), rows (x1, y1, x2, y2)
    truths     (M, 4), rows (x1, y1, x2, y2)
    result     indices (K,), int64, and targets (K, 4)
    """
    raise NotImplementedError("write me")
