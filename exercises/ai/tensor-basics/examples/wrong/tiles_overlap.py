# fails: test_tiles, test_any_tiles, test_other_tensors
# because: windows at every place overlap; tiles lie side by side
import torch


def channels_first(images):
    return images.permute(0, 3, 1, 2)


def tiles(image, size):
    return image.unfold(0, size, 1).unfold(1, size, 1).reshape(-1, size, size)


def pick(scores, labels):
    return scores[torch.arange(len(labels)), labels]


def blank_border(image, width):
    rows, columns = (slice(width, side - width) for side in image.shape)
    result = torch.zeros_like(image)
    result[rows, columns] = image[rows, columns]
    return result


def fill_missing(x):
    known = ~x.isnan()
    means = x.nansum(1, keepdim=True) / known.sum(1, keepdim=True).clamp(min=1)
    return torch.where(known, x, means)


def outer_sum(a, b):
    return a[:, None] + b


def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch
