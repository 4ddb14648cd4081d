# technique: a mask over boxes sorted by score; each survivor crosses out the ones behind it
import torch


def iou_matrix(boxes_a, boxes_b):
    ax1, ay1, ax2, ay2 = boxes_a.unsqueeze(1).unbind(-1)
    bx1, by1, bx2, by2 = boxes_b.unsqueeze(0).unbind(-1)
    width = torch.relu(torch.min(ax2, bx2) - torch.max(ax1, bx1))
    height = torch.relu(torch.min(ay2, by2) - torch.max(ay1, by1))
    shared = width * height
    union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - shared
    return torch.nan_to_num(shared / union, nan=0.0)


def nms(boxes, scores, threshold):
    order = torch.argsort(scores, descending=True, stable=True)
    close = iou_matrix(boxes[order], boxes[order]) > threshold
    alive = torch.ones(len(order), dtype=torch.bool)
    for row in range(len(order)):
        if alive[row]:
            alive[row + 1 :] &= ~close[row, row + 1 :]
    return order[alive]
