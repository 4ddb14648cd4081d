# fails: test_mean_over_the_data_set, test_any_data_set, test_fresh_data_sets
# because: the mean IoU of each image is averaged over the images
import torch


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    kept = target != ignore_index
    pairs = target[kept] * num_classes + predicted[kept]
    return torch.bincount(pairs, minlength=num_classes**2).view(num_classes, num_classes)


def class_iou(matrix):
    shared = matrix.diag().double()
    return shared / (matrix.sum(0) + matrix.sum(1) - shared)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    means = [
        class_iou(pixel_matrix(target, predicted, num_classes, ignore_index)).nanmean()
        for target, predicted in zip(targets, predictions)
    ]
    return float(torch.stack(means).nanmean()) if means else float("nan")
