# fails: test_bias, test_gradients, test_any_stride_and_padding, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: the bias is accepted and never added
import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    x = F.pad(x, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
    return torch.einsum("bchwij,ocij->bohw", windows, weight)
