# fails: test_one_step, test_step_with_memory, test_whole_sequence, test_initial_state, test_worked_example, test_lengths_in_any_order, test_padding_does_not_matter, test_length_zero, test_padding_of_nan, test_dtype, test_arguments_stay_as_they_are, test_gradients, test_gradients_beside_nan, test_any_batch, test_long_sequences, test_fresh_gradients, test_edges
# because: the bias of the recurrent part is left out
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    return torch.tanh(x @ weight_ih.T + bias_ih + h @ weight_hh.T)


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    weights = weight_ih, weight_hh, bias_ih, bias_hh
    inside = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]
    x = torch.where(inside, x, 0.0)
    h = x.new_zeros(len(x), len(weight_hh)) if h0 is None else h0
    outputs = []
    for step in range(x.shape[1]):
        h = torch.where(inside[:, step], rnn_cell(x[:, step], h, *weights), h)
        outputs.append(torch.where(inside[:, step], h, 0.0))
    return torch.stack(outputs, dim=1), h
