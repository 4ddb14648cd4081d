# fails: test_padding, test_pairs, test_gradients, test_any_stride_and_padding, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: the argument padding is never used
import torch


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    kh, kw = weight.shape[2:]
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("bchwij,ocij->bohw", windows, weight)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out
