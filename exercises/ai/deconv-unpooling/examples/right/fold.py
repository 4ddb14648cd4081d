# technique: F.fold adds the columns of all stamps; loops and comparisons find the switches
import torch
import torch.nn.functional as F


def max_pool(x, kernel_size, stride):
    height = (x.shape[2] - kernel_size) // stride + 1
    width = (x.shape[3] - kernel_size) // stride + 1
    values = switches = None
    for u in range(kernel_size):
        for v in range(kernel_size):
            rows = torch.arange(height) * stride + u
            columns = torch.arange(width) * stride + v
            here = x[:, :, rows][:, :, :, columns]
            place = (rows[:, None] * x.shape[3] + columns[None, :]).expand_as(here)
            if values is None:
                values, switches = here, place
            else:
                larger = here > values
                values, switches = torch.where(larger, here, values), torch.where(larger, place, switches)
    return values, switches.contiguous()


def unpool(values, switches, size):
    n, c = values.shape[:2]
    result = torch.zeros(n * c, size[0] * size[1], dtype=values.dtype)
    maps = torch.arange(n * c)[:, None]
    result[maps, switches.reshape(n * c, -1)] = values.reshape(n * c, -1)
    return result.view(n, c, *size)


def conv_transpose(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    def pair(value):
        return (value, value) if isinstance(value, int) else value

    steps, cuts, more = pair(stride), pair(padding), pair(output_padding)
    kernel = weight.shape[2:]
    whole = [(side - 1) * step + k for side, step, k in zip(x.shape[2:], steps, kernel)]
    columns = weight.flatten(1).T @ x.flatten(2)
    full = F.fold(columns, whole, kernel, stride=steps)
    below, right = (extra - cut for extra, cut in zip(more, cuts))
    full = F.pad(full, (-cuts[1], right, -cuts[0], below))
    return full if bias is None else full + bias[None, :, None, None]
