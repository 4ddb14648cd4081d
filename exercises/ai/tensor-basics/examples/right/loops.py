# technique: loops over single entries into empty tensors of the right shape and dtype
import torch


def channels_first(images):
    n, height, width, channels = images.shape
    result = torch.empty((n, channels, height, width), dtype=images.dtype)
    for channel in range(channels):
        result[:, channel] = images[..., channel]
    return result


def tiles(image, size):
    height, width = image.shape
    found = []
    for top in range(0, height, size):
        for left in range(0, width, size):
            found.append(image[top : top + size, left : left + size])
    return torch.stack(found)


def pick(scores, labels):
    result = torch.empty(len(labels), dtype=scores.dtype)
    for row, label in enumerate(labels):
        result[row] = scores[row, label]
    return result


def blank_border(image, width):
    result = image.clone()
    height, length = image.shape
    for i in range(height):
        for j in range(length):
            if i < width or j < width or i >= height - width or j >= length - width:
                result[i, j] = 0
    return result


def fill_missing(x):
    result = x.clone()
    for i in range(len(x)):
        known = [float(value) for value in x[i] if value == value]
        mean = sum(known) / len(known) if known else 0.0
        for j in range(x.shape[1]):
            if result[i, j].isnan():
                result[i, j] = mean
    return result


def outer_sum(a, b):
    result = torch.empty((len(a), len(b)), dtype=torch.result_type(a, b))
    for i in range(len(a)):
        for j in range(len(b)):
            result[i, j] = a[i] + b[j]
    return result


def to_device(batch, device):
    if torch.is_tensor(batch):
        return batch.to(device)
    if isinstance(batch, list):
        return [to_device(each, device) for each in batch]
    if isinstance(batch, tuple):
        return tuple([to_device(each, device) for each in batch])
    if isinstance(batch, dict):
        moved = {}
        for key in batch:
            moved[key] = to_device(batch[key], device)
        return moved
    return batch
