# fails: test_length_zero, test_edges
# because: the final state is looked up at length − 1, which is the last column for a length of zero
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    weights = weight_ih, weight_hh, bias_ih, bias_hh
    inside = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]
    x = torch.where(inside, x, 0.0)
    h = x.new_zeros(len(x), len(weight_hh)) if h0 is None else h0
    outputs = []
    for step in range(x.shape[1]):
        h = torch.where(inside[:, step], rnn_cell(x[:, step], h, *weights), h)
        outputs.append(torch.where(inside[:, step], h, 0.0))
    outputs = torch.stack(outputs, dim=1)
    return outputs, outputs[torch.arange(len(x)), lengths - 1]
