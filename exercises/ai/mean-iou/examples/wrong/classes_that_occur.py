# fails: test_matrix_of_all_classes
# because: the matrix has rows for the classes of this image only
import torch


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    kept = target != ignore_index
    pairs = target[kept] * num_classes + predicted[kept]
    full = torch.bincount(pairs, minlength=num_classes**2).view(num_classes, num_classes)
    there = (full.sum(0) + full.sum(1)) > 0
    return full[there][:, there]


def class_iou(matrix):
    shared = matrix.diag().double()
    return shared / (matrix.sum(0) + matrix.sum(1) - shared)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    true = torch.cat([torch.zeros(0, dtype=torch.int64), *[each.flatten() for each in targets]])
    given = torch.cat([torch.zeros(0, dtype=torch.int64), *[each.flatten() for each in predictions]])
    return float(class_iou(pixel_matrix(true, given, num_classes, ignore_index)).nanmean())
