# technique: loops over the places of the filter, one sum of products each
import torch


def output_shape(input_shape, filter_shape, stride=1):
    return tuple(len(range(0, n - k + 1, stride)) for n, k in zip(input_shape, filter_shape))


def conv1d(x, weight, bias=None, stride=1, padding=0):
    batch, channels, length = x.shape
    padded = x.new_zeros(batch, channels, length + 2 * padding)
    padded[:, :, padding : padding + length] = x
    reach = weight.shape[2]
    columns = []
    for start in range(0, padded.shape[2] - reach + 1, stride):
        window = padded[:, None, :, start : start + reach]
        columns.append((window * weight).sum(dim=(2, 3)))
    result = torch.stack(columns, dim=2)
    return result if bias is None else result + bias.view(1, -1, 1)


def conv_full_depth(x, weight, stride=1):
    maps = [conv_volume(x, kernel, stride)[:, :, 0] for kernel in weight]
    return torch.stack(maps, dim=2)


def conv_volume(x, weight, stride=1):
    a, b, c = weight.shape
    shape = output_shape(x.shape, weight.shape, stride)
    result = x.new_zeros(shape)
    for i in range(shape[0]):
        for j in range(shape[1]):
            for l in range(shape[2]):
                top, left, front = i * stride, j * stride, l * stride
                result[i, j, l] = (x[top : top + a, left : left + b, front : front + c] * weight).sum()
    return result
