# technique: padding filled with zeros, all steps run, the last state of each looked up afterwards
import torch


def rnn_cell(x, h, weight_ih, weight_hh, bias_ih, bias_hh):
    both = torch.cat([x, h], dim=1) @ torch.cat([weight_ih, weight_hh], dim=1).T
    return torch.tanh(both + bias_ih + bias_hh)


def rnn(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None):
    outside = torch.arange(x.shape[1])[None, :, None] >= lengths[:, None, None]
    inputs = x.masked_fill(outside, 0).transpose(0, 1)
    states = [x.new_zeros(x.shape[0], weight_hh.shape[0]) if h0 is None else h0]
    for each in inputs:
        states.append(rnn_cell(each, states[-1], weight_ih, weight_hh, bias_ih, bias_hh))
    states = torch.stack(states, dim=1)
    final = states[torch.arange(x.shape[0]), lengths]
    return states[:, 1:].masked_fill(outside, 0), final
