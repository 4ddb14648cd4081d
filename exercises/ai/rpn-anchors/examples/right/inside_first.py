# technique: base anchors shifted to every cell; only the anchors inside are compared, then scattered back
import torch


def make_anchors(rows, columns, stride=16, scales=(128, 256, 512), ratios=(0.5, 1.0, 2.0)):
    root = torch.tensor(ratios, dtype=torch.float32).sqrt()
    sides = torch.tensor(scales, dtype=torch.float32)
    w, h = (sides / root[:, None]).flatten(), (sides * root[:, None]).flatten()
    base = torch.stack([-w, -h, w, h], dim=1) / 2
    xs = torch.linspace(0.5, columns - 0.5, columns) * stride
    ys = torch.linspace(0.5, rows - 0.5, rows) * stride
    shifts = torch.cartesian_prod(ys, xs).flip(1).repeat(1, 2)
    return (shifts[:, None] + base).flatten(0, 1)


def label_anchors(anchors, truths, width, height, positive=0.7, negative=0.3):
    x1, y1, x2, y2 = anchors.T
    place = torch.nonzero((x1 >= 0) & (y1 >= 0) & (x2 <= width) & (y2 <= height))[:, 0]
    labels = anchors.new_full((len(anchors),), -1, dtype=torch.int64)
    if truths.shape[0] == 0 or place.numel() == 0:
        labels[place] = 0
        return labels
    boxes = anchors[place]
    low = torch.max(boxes[:, None, :2], truths[None, :, :2])
    high = torch.min(boxes[:, None, 2:], truths[None, :, 2:])
    sides = torch.relu(high - low)
    shared = sides[..., 0] * sides[..., 1]
    sizes, extents = boxes[:, 2:] - boxes[:, :2], truths[:, 2:] - truths[:, :2]
    iou = shared / (sizes[:, :1] * sizes[:, 1:] + extents[:, 0] * extents[:, 1] - shared)
    top = iou.max(dim=1).values
    marks = torch.where(top >= positive, 1, torch.where(top < negative, 0, -1))
    for column in iou.T:
        if column.max() > 0:
            marks[column == column.max()] = 1
    labels[place] = marks
    return labels
