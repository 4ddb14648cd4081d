# technique: take the best box, filter the rest with it, repeat on what is left
import torch


def iou_matrix(boxes_a, boxes_b):
    shared = torch.ones(len(boxes_a), len(boxes_b), dtype=boxes_a.dtype)
    area_a, area_b = torch.ones_like(boxes_a[:, 0]), torch.ones_like(boxes_b[:, 0])
    for axis in range(2):
        low_a, high_a = boxes_a[:, axis], boxes_a[:, axis + 2]
        low_b, high_b = boxes_b[:, axis], boxes_b[:, axis + 2]
        inner = torch.minimum(high_a[:, None], high_b) - torch.maximum(low_a[:, None], low_b)
        shared = shared * inner.clamp_min(0)
        area_a, area_b = area_a * (high_a - low_a), area_b * (high_b - low_b)
    union = area_a[:, None] + area_b - shared
    result = torch.zeros_like(shared)
    result[union > 0] = shared[union > 0] / union[union > 0]
    return result


def nms(boxes, scores, threshold):
    left = scores.sort(descending=True, stable=True).indices
    kept = []
    while left.numel():
        best, left = left[0], left[1:]
        kept.append(int(best))
        left = left[iou_matrix(boxes[best][None], boxes[left])[0] <= threshold]
    return torch.tensor(kept, dtype=torch.int64)
