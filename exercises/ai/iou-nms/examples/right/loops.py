# technique: loops over plain numbers, no tensor arithmetic at all
import torch


def overlap(a, b):
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    shared = max(width, 0.0) * max(height, 0.0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union > 0 else 0.0


def iou_matrix(boxes_a, boxes_b):
    rows = [[overlap(a, b) for b in boxes_b.tolist()] for a in boxes_a.tolist()]
    return torch.tensor(rows, dtype=boxes_a.dtype).reshape(len(boxes_a), len(boxes_b))


def nms(boxes, scores, threshold):
    places, points = boxes.tolist(), scores.tolist()
    left = sorted(range(len(places)), key=lambda i: (-points[i], i))
    kept = []
    while left:
        best = left.pop(0)
        kept.append(best)
        left = [i for i in left if overlap(places[best], places[i]) <= threshold]
    return torch.tensor(kept, dtype=torch.long)
