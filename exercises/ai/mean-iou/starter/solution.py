from torch import Tensor


def pixel_matrix(target: Tensor, predicted: Tensor, num_classes: int, ignore_index: int = 255) -> Tensor:
    """Return how many pixels of each class (rows) were given each label (columns).

    target     (H, W), int64
    predicted  (H, W), int64
    result     (num_classes, num_classes), int64
    """
    raise NotImplementedError("write me")


def class_iou(matrix: Tensor) -> Tensor:
    """Return the IoU of each class, NaN for one that neither occurs nor was predicted.

    matrix  (K, K), int64
    result  (K,), float64
    """
    raise NotImplementedError("write me")


def mean_iou(
    targets: list[Tensor], predictions: list[Tensor], num_classes: int, ignore_index: int = 255
) -> float:
    """Return the mean IoU of the classes that have one, over all images together."""
    raise NotImplementedError("write me")
