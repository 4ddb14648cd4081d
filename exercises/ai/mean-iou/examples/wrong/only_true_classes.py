# fails: test_mean_without_absent_classes, test_any_data_set
# because: a class that is predicted and never occurs is left out of the mean
import torch


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    kept = target != ignore_index
    pairs = target[kept] * num_classes + predicted[kept]
    return torch.bincount(pairs, minlength=num_classes**2).view(num_classes, num_classes)


def class_iou(matrix):
    shared = matrix.diag().double()
    return shared / (matrix.sum(0) + matrix.sum(1) - shared)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for target, predicted in zip(targets, predictions):
        matrix += pixel_matrix(target, predicted, num_classes, ignore_index)
    return float(class_iou(matrix)[matrix.sum(1) > 0].mean())
