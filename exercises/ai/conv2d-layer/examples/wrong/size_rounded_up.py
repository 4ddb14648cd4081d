# fails: test_stride, test_pairs, test_any_stride_and_padding, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: the size is rounded up, so a window sticks out and sees zeros that nobody asked for
import math

import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    kh, kw = weight.shape[2:]
    out_h = math.ceil((x.shape[2] + 2 * ph - kh) / sh) + 1
    out_w = math.ceil((x.shape[3] + 2 * pw - kw) / sw) + 1
    more_h = (out_h - 1) * sh + kh - x.shape[2] - 2 * ph
    more_w = (out_w - 1) * sw + kw - x.shape[3] - 2 * pw
    x = F.pad(x, (pw, pw + more_w, ph, ph + more_h))
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("bchwij,ocij->bohw", windows, weight)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out
