# technique: one comparison for each pair of classes, plain divisions
import math

import torch


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    kept = target != ignore_index
    rows = [
        [int(((target == i) & (predicted == j) & kept).sum()) for j in range(num_classes)]
        for i in range(num_classes)
    ]
    return torch.tensor(rows, dtype=torch.int64)


def class_iou(matrix):
    ious = []
    for k in range(len(matrix)):
        shared = int(matrix[k, k])
        union = int(matrix[k].sum()) + int(matrix[:, k].sum()) - shared
        ious.append(shared / union if union else math.nan)
    return torch.tensor(ious, dtype=torch.float64)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64)
    for target, predicted in zip(targets, predictions):
        matrix = matrix + pixel_matrix(target, predicted, num_classes, ignore_index)
    found = [iou for iou in class_iou(matrix).tolist() if not math.isnan(iou)]
    return sum(found) / len(found) if found else math.nan
