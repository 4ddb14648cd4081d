# fails: test_bias_gradient, test_weight_gradient, test_input_gradient, test_stride, test_padding, test_without_bias, test_function_class, test_used_twice, test_gradcheck, test_dtype, test_arguments_stay_as_they_are, test_any_case, test_fresh_gradients, test_edge_sizes
# because: the incoming gradient is taken for ones
import torch
import torch.nn.functional as F


class Conv2d(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight, bias, stride, padding):
        columns = F.unfold(x, weight.shape[2:], stride=stride, padding=padding)
        ctx.save_for_backward(columns, weight)
        ctx.facts = x.shape, stride, padding, bias is not None
        out = weight.flatten(1) @ columns
        if bias is not None:
            out = out + bias[:, None]
        height = (x.shape[2] + 2 * padding - weight.shape[2]) // stride + 1
        return out.unflatten(2, (height, -1))

    @staticmethod
    def backward(ctx, grad):
        columns, weight = ctx.saved_tensors
        shape, stride, padding, with_bias = ctx.facts
        flat = torch.ones_like(grad).flatten(2)
        grad_weight = (flat @ columns.transpose(1, 2)).sum(0).reshape(weight.shape)
        back = weight.flatten(1).T @ flat
        grad_x = F.fold(back, shape[2:], weight.shape[2:], stride=stride, padding=padding)
        grad_bias = flat.sum((0, 2)) if with_bias else None
        return grad_x, grad_weight, grad_bias, None, None


def conv2d(x, weight, bias=None, stride=1, padding=0):
    return Conv2d.apply(x, weight, bias, stride, padding)


def two_layers(x, first, second):
    return conv2d(conv2d(x, first, padding=1), second)
