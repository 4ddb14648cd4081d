# fails: test_unpool_example, test_unpool_other_values, test_gradients, test_dtype, test_arguments_stay_as_they_are, test_there_and_back
# because: unpooling repeats each value over its window, as the nearest neighbour does
import torch


def as_pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def max_pool(x, kernel_size, stride):
    windows = x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).flatten(4)
    values, places = windows.max(dim=4)
    rows = torch.arange(values.shape[2])[:, None] * stride + places // kernel_size
    columns = torch.arange(values.shape[3])[None, :] * stride + places % kernel_size
    return values, rows * x.shape[3] + columns


def unpool(values, switches, size):
    return torch.nn.functional.interpolate(values, size=tuple(size), mode="nearest")


def conv_transpose(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    (sh, sw), (ph, pw), (eh, ew) = as_pair(stride), as_pair(padding), as_pair(output_padding)
    n, _, h, w = x.shape
    _, c_out, kh, kw = weight.shape
    height, width = (h - 1) * sh + kh + eh, (w - 1) * sw + kw + ew
    result = x.new_zeros(n, c_out, height, width)
    stamps = torch.einsum("nchw,cokl->nohwkl", x, weight)
    for i in range(h):
        for j in range(w):
            top, left = i * sh, j * sw
            result[:, :, top : top + kh, left : left + kw] += stamps[:, :, i, j]
    result = result[:, :, ph : height - ph, pw : width - pw]
    if bias is not None:
        result = result + bias.view(1, -1, 1, 1)
    return result
