# technique: loops over cells, boxes and classes with plain numbers
import torch


def read_boxes(output, count, width, height):
    cells = output.tolist()
    found = []
    for i, line in enumerate(cells):
        for j, cell in enumerate(line):
            for b in range(count):
                x, y, w, h, _ = cell[5 * b : 5 * b + 5]
                cx, cy = (j + x) * width / len(line), (i + y) * height / len(cells)
                w, h = w**2 * width, h**2 * height
                found.append([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])
    return torch.tensor(found, dtype=output.dtype).reshape(-1, 4)


def read_scores(output, count):
    found = []
    for cell in output.flatten(0, 1):
        for b in range(count):
            found.append(cell[5 * b + 4] * cell[5 * count :])
    return torch.stack(found)


def detect(output, count, width, height, threshold):
    boxes, scores = read_boxes(output, count, width, height), read_scores(output, count)
    hits = [(n, c) for n, row in enumerate(scores) for c, score in enumerate(row) if score > threshold]
    where = torch.tensor(hits, dtype=torch.int64).reshape(-1, 2)
    return boxes[where[:, 0]], scores[where[:, 0], where[:, 1]], where[:, 1]
