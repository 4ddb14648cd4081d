# technique: longest sequences first, and only those that still run take a step
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x.matmul(weight_ih.t()) + h.matmul(weight_hh.t()) + (bias_ih + bias_hh))


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    order = torch.argsort(lengths, descending=True)
    back = torch.argsort(order)
    if h0 is None:
        h0 = x.new_zeros(x.shape[0], weight_hh.shape[0])
    h, outputs = h0[order], []
    for step in range(x.shape[1]):
        running = int((lengths > step).sum())
        if running:
            rows = order[:running]
            now = rnn_cell(x[rows, step], h[:running], weight_ih, weight_hh, bias_ih, bias_hh)
            h = torch.cat([now, h[running:]])
        outputs.append(torch.cat([h[:running], torch.zeros_like(h[running:])])[back])
    return torch.stack(outputs, 1), h[back]
