# fails: test_twice_as_large, test_any_factor, test_inside_like_interpolation, test_skip, test_skip_of_odd_size, test_fcn_32s, test_fcn_16s, test_fcn_8s, test_gradients, test_arguments_stay_as_they_are, test_double_precision, test_images_of_any_size, test_large_factors
# because: the transposed convolution runs without padding, so maps are too large
import torch
import torch.nn.functional as F


def score(features, weight, bias):
    return F.conv2d(features, weight, bias)


def upsampling_weight(channels, size):
    factor = (size + 1) // 2
    centre = factor - 1 if size % 2 == 1 else factor - 0.5
    place = torch.arange(size, dtype=torch.float32)
    profile = 1 - (place - centre).abs() / factor
    weight = torch.zeros(channels, channels, size, size)
    for channel in range(channels):
        weight[channel, channel] = profile[:, None] * profile[None, :]
    return weight


def upsample(x, factor):
    weight = upsampling_weight(x.shape[1], 2 * factor - factor % 2).to(x.dtype)
    return F.conv_transpose2d(x, weight, stride=factor)


def add_skip(coarse, skip):
    height, width = skip.shape[2:]
    return upsample(coarse, 2)[:, :, :height, :width] + skip


def segment(features, heads, stride, size):
    pool3, pool4, top = [score(f, w, b) for f, (w, b) in zip(features, heads)]
    if stride == 32:
        scores = top
    elif stride == 16:
        scores = add_skip(top, pool4)
    else:
        scores = add_skip(add_skip(top, pool4), pool3)
    return upsample(scores, stride)[:, :, : size[0], : size[1]]
