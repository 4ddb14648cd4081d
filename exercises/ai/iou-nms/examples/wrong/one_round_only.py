# fails: test_equal_scores, test_any_detections, test_fresh_detections
# because: only the best box suppresses others
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
    order = scores.argsort(descending=True, stable=True)
    if not len(order):
        return order
    close = iou_matrix(boxes[order[:1]], boxes[order])[0] > threshold
    close[0] = False
    return order[~close]
