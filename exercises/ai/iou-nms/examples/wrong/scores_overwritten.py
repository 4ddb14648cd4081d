# fails: test_arguments_stay_as_they_are
# because: used scores are overwritten in the caller's tensor
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
    while len(kept) < len(scores) and scores.max() > float("-inf"):
        best = int(scores.argmax())
        kept.append(best)
        scores[close[best]] = float("-inf")
        scores[best] = float("-inf")
    return torch.tensor(kept, dtype=torch.int64)
