# fails: test_matrix, test_matrix_of_all_classes, test_other_index_to_ignore, test_arguments_stay_as_they_are
# because: predicted classes stand in rows
import torch


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    kept = target != ignore_index
    pairs = predicted[kept] * num_classes + target[kept]
    return torch.bincount(pairs, minlength=num_classes**2).view(num_classes, num_classes)


def class_iou(matrix):
    shared = matrix.diag().double()
    return shared / (matrix.sum(0) + matrix.sum(1) - shared)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for target, predicted in zip(targets, predictions):
        matrix += pixel_matrix(target, predicted, num_classes, ignore_index)
    return float(class_iou(matrix).nanmean())
