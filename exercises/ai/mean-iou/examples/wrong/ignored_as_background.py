# fails: test_matrix, test_other_index_to_ignore, test_mean_of_one_image, test_mean_over_the_data_set, test_any_data_set, test_arguments_stay_as_they_are, test_fresh_data_sets, test_edge_cases
# because: pixels to be ignored are counted as class 0
import torch


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    target = torch.where(target == ignore_index, 0, target)
    pairs = (target * num_classes + predicted).flatten()
    return torch.bincount(pairs, minlength=num_classes**2).view(num_classes, num_classes)


def class_iou(matrix):
    shared = matrix.diag().double()
    return shared / (matrix.sum(0) + matrix.sum(1) - shared)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for target, predicted in zip(targets, predictions):
        matrix += pixel_matrix(target, predicted, num_classes, ignore_index)
    return float(class_iou(matrix).nanmean())
