# fails: test_lengths_in_any_order, test_padding_does_not_matter, test_length_zero, test_padding_of_nan, test_gradients, test_gradients_beside_nan, test_any_batch, test_long_sequences, test_fresh_gradients
# because: the sequences are taken to be sorted, longest first, as packing once required
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T + bias_hh)


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    weights = weight_ih, weight_hh, bias_ih, bias_hh
    h = x.new_zeros(len(x), len(weight_hh)) if h0 is None else h0
    outputs = []
    for step in range(x.shape[1]):
        open_ = int((lengths > step).sum())
        h = torch.cat([rnn_cell(x[:open_, step], h[:open_], *weights), h[open_:]])
        outputs.append(torch.cat([h[:open_], torch.zeros_like(h[open_:])]))
    return torch.stack(outputs, dim=1), h
