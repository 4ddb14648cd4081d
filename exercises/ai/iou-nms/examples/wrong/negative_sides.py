# fails: test_every_pair, test_boxes_apart, test_small_boxes, test_any_boxes, test_equal_scores, test_fresh_boxes, test_fresh_detections
# because: two negative sides multiply to a positive overlap
import torch


def iou_matrix(boxes_a, boxes_b):
    low = torch.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    high = torch.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    shared = (high - low).prod(dim=2)
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
    return torch.tensor(kept, dtype=torch.int64)
