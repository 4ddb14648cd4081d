# technique: windows, gather, masks of distances, matrices of ones
import torch


def channels_first(images):
    return images.transpose(2, 3).transpose(1, 2).contiguous()


def tiles(image, size):
    return image.unfold(0, size, size).unfold(1, size, size).flatten(0, 1)


def pick(scores, labels):
    column = labels % scores.shape[1]
    return scores.gather(1, column.unsqueeze(1)).squeeze(1)


def blank_border(image, width):
    rows = torch.arange(image.shape[0])
    columns = torch.arange(image.shape[1])
    down = torch.minimum(rows, rows.flip(0))
    across = torch.minimum(columns, columns.flip(0))
    return image.masked_fill(torch.minimum(down[:, None], across) < width, 0)


def fill_missing(x):
    means = torch.nanmean(x, dim=1)
    means[torch.isnan(means)] = 0
    result = x.clone()
    rows, columns = torch.isnan(x).nonzero(as_tuple=True)
    result[rows, columns] = means[rows]
    return result


def outer_sum(a, b):
    return a.reshape(-1, 1).expand(-1, len(b)) + b.expand(len(a), -1)


def to_device(batch, device):
    match batch:
        case torch.Tensor():
            return torch.empty_like(batch, device=device) if device == "meta" else batch.to(device)
        case dict():
            return dict(zip(batch, to_device(list(batch.values()), device)))
        case list() | tuple():
            return type(batch)([to_device(each, device) for each in batch])
    return batch
