# technique: NumPy: sizes of intersections and unions of masks, summed over images
import numpy as np
import torch


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    t, p = target.numpy(), predicted.numpy()
    matrix = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(matrix, (t[t != ignore_index], p[t != ignore_index]), 1)
    return torch.from_numpy(matrix)


def class_iou(matrix):
    m = matrix.numpy()
    off = m - np.diag(np.diag(m))
    union = np.diag(m) + off.sum(axis=0) + off.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return torch.from_numpy(np.diag(m) / union)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    shared, union = np.zeros(num_classes), np.zeros(num_classes)
    for target, predicted in zip(targets, predictions):
        kept = target.numpy() != ignore_index
        t, p = target.numpy()[kept], predicted.numpy()[kept]
        for k in range(num_classes):
            shared[k] += np.sum((t == k) & (p == k))
            union[k] += np.sum((t == k) | (p == k))
    there = union > 0
    return float(np.mean(shared[there] / union[there])) if there.any() else float("nan")
