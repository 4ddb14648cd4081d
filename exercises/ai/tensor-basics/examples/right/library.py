# technique: whatever torch has ready: movedim, split, diagonal, pad, pytrees
import torch
import torch.nn.functional as F
from torch.utils._pytree import tree_map


def channels_first(images):
    return torch.einsum("nhwc->nchw", images)


def tiles(image, size):
    strips = torch.split(image, size, dim=0)
    return torch.stack([tile for strip in strips for tile in torch.split(strip, size, dim=1)])


def pick(scores, labels):
    columns = torch.where(labels < 0, labels + scores.shape[1], labels)
    return torch.take_along_dim(scores, columns.view(-1, 1), dim=1).view(-1)


def blank_border(image, width):
    height, length = image.shape
    if 2 * width >= min(height, length):
        return torch.zeros_like(image)
    inside = image[width : height - width, width : length - width]
    return F.pad(inside, (width,) * 4)


def fill_missing(x):
    known = torch.where(x.isnan(), 0.0, x)
    count = (x == x).sum(dim=-1).to(x.dtype)
    mean = torch.where(count > 0, known.sum(dim=-1) / count, 0.0).to(x.dtype)
    return torch.where(x.isnan(), mean.unsqueeze(-1), x)


def outer_sum(a, b):
    pairs = torch.cartesian_prod(torch.arange(len(a)), torch.arange(len(b)))
    return (a[pairs[:, 0]] + b[pairs[:, 1]]).reshape(len(a), len(b))


def to_device(batch, device):
    return tree_map(lambda leaf: leaf.to(device=device) if isinstance(leaf, torch.Tensor) else leaf, batch)
