# fails: test_forward, test_without_bias, test_used_twice, test_any_case, test_fresh_gradients, test_edge_sizes
# because: backward always returns a gradient for the bias, and forward always adds one
import torch
import torch.nn.functional as F


class Conv2d(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, bias, stride, padding):
        columns = F.unfold(x, weight.shape[2:], stride=stride, padding=padding)
        ctx.save_for_backward(columns, weight)
        ctx.facts = x.shape, stride, padding, bias is not None
        out = weight.flatten(1) @ columns
        out = out + bias[:, None]
        height = (x.shape[2] + 2 * padding - weight.shape[2]) // stride + 1
        return out.unflatten(2, (height, -1))

    @staticmethod
    def backward(ctx, grad):
        columns, weight = ctx.saved_tensors
        shape, stride, padding, with_bias = ctx.facts
        flat = grad.flatten(2)
        grad_weight = (flat @ columns.transpose(1, 2)).sum(0).reshape(weight.shape)
        back = weight.flatten(1).T @ flat
        grad_x = F.fold(back, shape[2:], weight.shape[2:], stride=stride, padding=padding)
        grad_bias = flat.sum((0, 2)) if with_bias else None
        return grad_x, grad_weight, grad_bias, None, None


def conv2d(x, weight, bias=None, stride=1, padding=0):
    return Conv2d.apply(x, weight, bias, stride, padding)


def two_layers(x, first, second):
    return conv2d(conv2d(x, first, padding=1), second)
