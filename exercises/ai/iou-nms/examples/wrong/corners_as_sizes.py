# fails: test_one_pair, test_every_pair, test_boxes_apart, test_boxes_without_area, test_small_boxes, test_any_boxes, test_chain, test_order_of_the_answer, test_equal_scores, test_any_detections, test_arguments_stay_as_they_are, test_fresh_boxes, test_fresh_detections, test_edges
# because: the last two numbers are taken for width and height
import torch


def iou_matrix(boxes_a, boxes_b):
    boxes_a = torch.cat([boxes_a[:, :2], boxes_a[:, :2] + boxes_a[:, 2:]], dim=1)
    boxes_b = torch.cat([boxes_b[:, :2], boxes_b[:, :2] + boxes_b[:, 2:]], dim=1)
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
    return torch.tensor(kept, dtype=torch.int64)
