# fails: test_stride, test_pairs, test_any_stride_and_padding, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: windows start at every pixel, whatever the stride
import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    x = F.pad(x, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    windows = x.unfold(2, kh, 1).unfold(3, kw, 1)
    out = torch.einsum("bchwij,ocij->bohw", windows, weight)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out
