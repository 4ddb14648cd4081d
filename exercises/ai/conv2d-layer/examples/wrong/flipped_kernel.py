# fails: test_worked_example, test_channels_and_batch, test_bias, test_stride, test_padding, test_pairs, test_dtype, test_arguments_stay_as_they_are, test_gradients, test_any_stride_and_padding, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: the kernel is turned by 180 degrees, as in a mathematician's convolution
import torch.nn.functional as F


def conv2d(x, weight, bias=None, stride=1, padding=0):
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    n, c, kh, kw = weight.shape
    columns = F.unfold(x, (kh, kw), padding=(ph, pw), stride=(sh, sw))
    out = weight.flip(2, 3).flatten(1) @ columns
    out = out.unflatten(2, ((x.shape[2] + 2 * ph - kh) // sh + 1, -1))
    return out if bias is None else out + bias.view(1, -1, 1, 1)
