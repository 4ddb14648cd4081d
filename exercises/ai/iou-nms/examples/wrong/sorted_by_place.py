# fails: test_order_of_the_answer, test_equal_scores, test_any_detections, test_fresh_detections, test_edges
# because: the indices are returned in ascending order
import torch


def iou_matrix(boxes_a, boxes_b):
    low = torch.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    high = torch.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a = (boxes_a[:, 2:] - boxes_a[:, :2]).prod(dim=1)
    area_b = (boxes_b[:, 2:] - boxes_b[:, :2]).prod(dim=1)
    union = area_a[:, None] + area_b - shared
    return torch.where(union > 0, shared / union, 0.0)


def nms(boxes, scores, threshold):
    close = iou_matrix(boxes, boxes) > threshold
    kept = []
    for index in scores.argsort(descending=True, stable=True).tolist():
        if not close[index, kept].any():
            kept.append(index)
    return torch.tensor(sorted(kept), dtype=torch.int64)
