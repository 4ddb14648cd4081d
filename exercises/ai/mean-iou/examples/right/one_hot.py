# technique: one-hot maps; the matrix is a product of them, all images laid end to end
import torch
import torch.nn.functional as F


def pixel_matrix(target, predicted, num_classes, ignore_index=255):
    known = (target != ignore_index).flatten()
    true = F.one_hot(target.flatten()[known], num_classes)
    given = F.one_hot(predicted.flatten()[known], num_classes)
    return true.T @ given


def class_iou(matrix):
    shared = torch.diag(matrix).to(torch.float64)
    union = matrix.sum(1) + matrix.sum(0) - torch.diag(matrix)
    return torch.where(union > 0, shared / union.clamp(min=1), torch.nan)


def mean_iou(targets, predictions, num_classes, ignore_index=255):
    empty = torch.zeros(0, dtype=torch.int64)
    true = torch.cat([empty, *[t.flatten() for t in targets]])
    given = torch.cat([empty, *[p.flatten() for p in predictions]])
    ious = class_iou(pixel_matrix(true, given, num_classes, ignore_index))
    return float(ious[~ious.isnan()].mean())
