# fails: test_blank_border, test_border_of_no_width, test_arguments_stay_as_they_are, test_other_tensors
# because: entries at a distance of exactly width become 0 as well
import torch


def channels_first(images):
    return images.permute(0, 3, 1, 2)


def tiles(image, size):
    height, width = image.shape
    cut = image.reshape(height // size, size, width // size, size)
    return cut.transpose(1, 2).reshape(-1, size, size)


def pick(scores, labels):
    return scores[torch.arange(len(labels)), labels]


def blank_border(image, width):
    rows, columns = (slice(width + 1, max(side - width - 1, 0)) for side in image.shape)
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
