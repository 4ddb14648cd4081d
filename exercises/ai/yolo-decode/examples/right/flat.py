# technique: the grid as one list of boxes, whose cells come from division with remainder
import torch


def split(output, count):
    flat = output.reshape(-1, output.shape[2])
    return flat[:, : 5 * count].reshape(-1, 5), flat[:, 5 * count :].repeat_interleave(count, dim=0)


def read_boxes(output, count, width, height):
    rows, columns = output.shape[:2]
    numbers, _ = split(output, count)
    cell = torch.arange(rows * columns * count) // count
    place = torch.stack([cell % columns, cell // columns], dim=1).to(output.dtype)
    sides = output.new_tensor([width, height])
    centre = (numbers[:, :2] + place) * (sides / output.new_tensor([columns, rows]))
    size = numbers[:, 2:4].pow(2) * sides
    low = centre - 0.5 * size
    return torch.cat([low, low + size], dim=1)


def read_scores(output, count):
    numbers, classes = split(output, count)
    return numbers[:, 4:] * classes


def detect(output, count, width, height, threshold):
    scores = read_scores(output, count)
    hit = scores > threshold
    names = torch.arange(scores.shape[1]).expand_as(scores)[hit]
    boxes = read_boxes(output, count, width, height).repeat_interleave(hit.sum(dim=1), dim=0)
    return boxes, scores[hit], names
