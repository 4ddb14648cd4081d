# technique: loops over the output positions, one window at a time
import torch
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    stride_h, stride_w = (stride, stride) if isinstance(stride, int) else stride
    padding_h, padding_w = (padding, padding) if isinstance(padding, int) else padding
    padded = F.pad(x, (padding_w, padding_w, padding_h, padding_h))
    kernel_h, kernel_w = weight.shape[2:]
    rows = []
    for top in range(0, padded.shape[2] - kernel_h + 1, stride_h):
        row = []
        for left in range(0, padded.shape[3] - kernel_w + 1, stride_w):
            window = padded[:, None, :, top : top + kernel_h, left : left + kernel_w]
            row.append((window * weight).sum(dim=(2, 3, 4)))
        rows.append(torch.stack(row, dim=-1))
    result = torch.stack(rows, dim=-2)
    if bias is not None:
        result = result + bias.reshape(1, -1, 1, 1)
    return result
