# technique: broadcasting over rows, columns and kinds, linspace for scales, ratios and their inverses in one list
import torch


def map_scales(count, smallest=0.2, largest=0.9):
    step = (largest - smallest) / (count - 1)
    return torch.linspace(smallest, largest + step, count + 1)


def default_boxes(shapes, ratios, scales, clip=False):
    scales = torch.as_tensor(scales, dtype=torch.float64)
    result = []
    for (rows, columns), extra, s, above in zip(shapes, ratios, scales[:-1], scales[1:]):
        every = torch.tensor([1.0, 1.0, *(each for r in extra for each in (r, 1 / r))], dtype=torch.float64)
        size = torch.full_like(every, s.item())
        size[1] = torch.sqrt(s * above)
        w, h = size * every.sqrt(), size / every.sqrt()
        y = (torch.arange(rows, dtype=torch.float64)[:, None, None] + 0.5) / rows
        x = (torch.arange(columns, dtype=torch.float64)[None, :, None] + 0.5) / columns
        result.append(torch.stack(torch.broadcast_tensors(x, y, w, h), dim=-1).reshape(-1, 4))
    boxes = torch.cat(result)
    if clip:
        corners = torch.cat([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], dim=1)
        x1, y1, x2, y2 = corners.clamp(0, 1).T
        boxes = torch.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1], dim=1)
    return boxes.float()
