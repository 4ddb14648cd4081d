# fails: test_arguments_stay_as_they_are, test_gradients, test_gradients_beside_nan, test_fresh_gradients
# because: padding is set to zero in the tensor that was given
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    weights = weight_ih, weight_hh, bias_ih, bias_hh
    inside = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]
    x.masked_fill_(~inside, 0.0)
    h = x.new_zeros(len(x), len(weight_hh)) if h0 is None else h0
    outputs = []
    for step in range(x.shape[1]):
        h = torch.where(inside[:, step], rnn_cell(x[:, step], h, *weights), h)
        outputs.append(torch.where(inside[:, step], h, 0.0))
    return torch.stack(outputs, dim=1), h
