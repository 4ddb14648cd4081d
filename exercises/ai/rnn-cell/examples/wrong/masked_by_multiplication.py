# fails: test_padding_of_nan, test_arguments_stay_as_they_are, test_gradients_beside_nan, test_fresh_gradients, test_edges
# because: padding is masked by a product with zero, and zero times NaN is NaN
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    weights = weight_ih, weight_hh, bias_ih, bias_hh
    inside = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]
    inside = inside.to(x.dtype)
    h = x.new_zeros(len(x), len(weight_hh)) if h0 is None else h0
    outputs = []
    for step in range(x.shape[1]):
        now = inside[:, step]
        h = now * rnn_cell(x[:, step], h, *weights) + (1 - now) * h
        outputs.append(now * h)
    return torch.stack(outputs, dim=1), h
