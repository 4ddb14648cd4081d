# fails: test_padding, test_output_padding, test_channels_and_bias, test_pairs, test_dtype, test_arguments_stay_as_they_are, test_any_transposed_convolution, test_fresh_transposed_convolutions
# because: nothing is cut off
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
    n, c = values.shape[:2]
    flat = values.new_zeros(n, c, size[0] * size[1])
    flat.scatter_(2, switches.reshape(n, c, -1), values.reshape(n, c, -1))
    return flat.reshape(n, c, size[0], size[1])


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
    if bias is not None:
        result = result + bias.view(1, -1, 1, 1)
    return result
