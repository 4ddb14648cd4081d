# fails: test_pairs, test_any_stride_and_padding, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: the height of image and kernel is taken for the width too
import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    x = F.pad(x, (pw, pw, ph, ph))
    size, k = x.shape[2], weight.shape[2]
    rows = []
    for top in range(0, size - k + 1, sh):
        row = []
        for left in range(0, size - k + 1, sw):
            window = x[:, :, top : top + k, left : left + k]
            row.append(torch.einsum("ncij,ocij->no", window, weight[:, :, :k, :k]))
        rows.append(torch.stack(row, dim=2))
    out = torch.stack(rows, dim=2)
    return out if bias is None else out + bias.view(1, -1, 1, 1)
