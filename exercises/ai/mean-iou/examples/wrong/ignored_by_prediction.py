# fails: test_other_index_to_ignore
# because: pixels that are predicted as the class to ignore are left out, too
import torch


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    keep = (target != ignore_index) & (predicted != ignore_index)
    return torch.bincount(target[keep] * num_classes + predicted[keep], minlength=num_classes**2).reshape(
        num_classes, num_classes
    )


def class_iou(matrix):
    m = matrix.double()
    d = m.diag()
    return d / (m.sum(0) + m.sum(1) - d)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    total = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for t, p in zip(targets, predictions):
        total += pixel_matrix(t, p, num_classes, ignore_index)
    return class_iou(total).nanmean().item()
