# fails: test_arguments_stay_as_they_are, test_gradients, test_fresh_gradients
# because: the padded image is written back into the caller's tensor
import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    x.data = F.pad(x.data, (pw, pw, ph, ph))
    kh, kw = weight.shape[2:]
    windows = x.unfold(2, kh, sh).unfold(3, kw, sw)
    out = torch.einsum("bchwij,ocij->bohw", windows, weight)
    if bias is not None:
        out = out + bias.view(1, -1, 1, 1)
    return out
