# fails: test_padding, test_without_bias, test_function_class, test_used_twice, test_gradcheck, test_dtype, test_arguments_stay_as_they_are, test_any_case, test_fresh_gradients, test_edge_sizes
# because: the gradient of the weight is gathered without the padding
import torch
import torch.nn.functional as F


class Conv2d(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, bias, stride, padding):
        ctx.save_for_backward(x, weight)
        ctx.stride, ctx.padding, ctx.with_bias = stride, padding, bias is not None
        padded = F.pad(x, (padding,) * 4)
        kh, kw = weight.shape[2:]
        height = (padded.shape[2] - kh) // stride + 1
        width = (padded.shape[3] - kw) // stride + 1
        out = x.new_zeros(len(x), len(weight), height, width)
        for i in range(height):
            for j in range(width):
                window = padded[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
                out[:, :, i, j] = window.flatten(1) @ weight.flatten(1).T
        return out if bias is None else out + bias.reshape(1, -1, 1, 1)

    @staticmethod
    def backward(ctx, grad):
        x, weight = ctx.saved_tensors
        step, pad = ctx.stride, ctx.padding
        padded = F.pad(x, (pad,) * 4)
        grad_padded, grad_weight = torch.zeros_like(padded), torch.zeros_like(weight)
        kh, kw = weight.shape[2:]
        bare = F.pad(x, (0, 2 * pad, 0, 2 * pad))
        for i in range(grad.shape[2]):
            for j in range(grad.shape[3]):
                rows, columns = slice(i * step, i * step + kh), slice(j * step, j * step + kw)
                here = grad[:, :, i, j]
                grad_weight += (here.T @ bare[:, :, rows, columns].flatten(1)).reshape(weight.shape)
                grad_padded[:, :, rows, columns] += (here @ weight.flatten(1)).reshape(len(x), -1, kh, kw)
        grad_x = grad_padded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
        return grad_x, grad_weight, grad.sum((0, 2, 3)) if ctx.with_bias else None, None, None


def conv2d(x, weight, bias=None, stride=1, padding=0):
    return Conv2d.apply(x, weight, bias, stride, padding)


def two_layers(x, first, second):
    return conv2d(conv2d(x, first, padding=1), second)
