# fails: test_channels_and_batch, test_pairs, test_gradients, test_any_stride_and_padding, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: only the first image of the batch is computed, as if there were always one
import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    image = F.pad(x[0], (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    windows = image.unfold(1, kh, sh).unfold(2, kw, sw)
    out = torch.einsum("chwij,ocij->ohw", windows, weight)
    if bias is not None:
        out = out + bias.view(-1, 1, 1)
    return out.unsqueeze(0)
