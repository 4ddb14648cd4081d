# technique: one box of every cell at a time, scores by einsum, numpy's argwhere
import numpy as np
import torch


def read_boxes(output, count, width, height):
    grid = output.numpy().astype(np.float64)
    rows, columns = grid.shape[:2]
    i, j = np.indices((rows, columns))
    found = np.empty((rows, columns, count, 4))
    for b in range(count):
        x, y, w, h = np.moveaxis(grid[..., 5 * b : 5 * b + 4], -1, 0)
        middle = np.stack([(j + x) / columns, (i + y) / rows], axis=-1)
        size = np.stack([w * w, h * h], axis=-1)
        found[:, :, b, :2], found[:, :, b, 2:] = middle - size / 2, middle + size / 2
    found *= np.array([width, height, width, height])
    return torch.from_numpy(found.reshape(-1, 4)).to(output.dtype)


def read_scores(output, count):
    sure = output[..., 4 : 5 * count : 5]
    return torch.einsum("ijb,ijc->ijbc", sure, output[..., 5 * count :]).flatten(0, 2)


def detect(output, count, width, height, threshold):
    scores = read_scores(output, count)
    where = torch.from_numpy(np.argwhere((scores > threshold).numpy()))
    return read_boxes(output, count, width, height)[where[:, 0]], scores[tuple(where.T)], where[:, 1]
