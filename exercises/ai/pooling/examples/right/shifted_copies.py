# technique: one strided copy of the padded image per place in the window, folded together; the mean is a convolution
import torch
import torch.nn.functional as F


def max_pool2d(x, kernel_size, stride=None, padding=0):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    stride = (kh, kw) if stride is None else stride
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    padded = F.pad(x, (pw, pw, ph, ph), value=-torch.inf)
    rows = (padded.shape[2] - kh) // sh + 1
    columns = (padded.shape[3] - kw) // sw + 1
    best = None
    for i in range(kh):
        for j in range(kw):
            copy = padded[:, :, i : i + sh * (rows - 1) + 1 : sh, j : j + sw * (columns - 1) + 1 : sw]
            best = copy if best is None else torch.maximum(best, copy)
    return best.clone()


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    kh, kw = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    channels = x.shape[1]
    even = x.new_full((channels, 1, kh, kw), 1 / (kh * kw))
    return F.conv2d(x, even, None, (kh, kw) if stride is None else stride, padding, groups=channels)
