# fails: test_gradients_beside_nan, test_fresh_gradients
# because: padding is masked after the step alone, so that NaN gets into the gradients
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    weights = weight_ih, weight_hh, bias_ih, bias_hh
    inside = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]
    h = x.new_zeros(len(x), len(weight_hh)) if h0 is None else h0
    outputs = []
    for step in range(x.shape[1]):
        h = torch.where(inside[:, step], rnn_cell(x[:, step], h, *weights), h)
        outputs.append(torch.where(inside[:, step], h, 0.0))
    return torch.stack(outputs, dim=1), h
