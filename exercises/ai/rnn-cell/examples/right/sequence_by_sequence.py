# technique: each sequence alone, cut to its length, then padded with zeros
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    inputs = torch.nn.functional.linear(x, weight_ih, bias_ih)
    return (inputs + torch.nn.functional.linear(h, weight_hh, bias_hh)).tanh()


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    count, steps, _ = x.shape
    hidden = weight_hh.shape[0]
    outputs, final = [], []
    for row, length in enumerate(lengths.tolist()):
        h = torch.zeros(1, hidden, dtype=x.dtype) if h0 is None else h0[row : row + 1]
        states = []
        for step in range(length):
            h = rnn_cell(x[row, step : step + 1], h, weight_ih, weight_hh, bias_ih, bias_hh)
            states.append(h)
        outputs.append(torch.cat([*states, torch.zeros(steps - length, hidden, dtype=x.dtype)]))
        final.append(h)
    return torch.stack(outputs), torch.cat(final)
