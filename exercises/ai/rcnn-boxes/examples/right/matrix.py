# technique: corners to centres by a matrix, and back by its inverse
import torch

TO_CENTRES = torch.tensor(
    [[0.5, 0, -1, 0], [0, 0.5, 0, -1], [0.5, 0, 1, 0], [0, 0.5, 0, 1]], dtype=torch.float64
)


def centred(boxes):
    return boxes.double() @ TO_CENTRES


def encode(proposals, truths):
    p, g = centred(proposals), centred(truths)
    moved = (g[:, :2] - p[:, :2]) / p[:, 2:]
    return torch.hstack([moved, torch.log(g[:, 2:]) - torch.log(p[:, 2:])]).to(proposals.dtype)


def decode(proposals, deltas):
    p, d = centred(proposals), deltas.double()
    result = torch.hstack([torch.addcmul(p[:, :2], p[:, 2:], d[:, :2]), p[:, 2:] * d[:, 2:].exp()])
    return (result @ torch.linalg.inv(TO_CENTRES)).to(proposals.dtype)


def training_targets(proposals, truths, threshold=0.6):
    table = torch.zeros(len(proposals), len(truths) + 1, dtype=torch.float64)
    for i, a in enumerate(proposals.double()):
        for j, b in enumerate(truths.double()):
            sides = (torch.minimum(a[2:], b[2:]) - torch.maximum(a[:2], b[:2])).clamp(min=0)
            union = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - sides.prod()
            table[i, j] = sides.prod() / union
    near = table.amax(dim=1) > threshold
    chosen = torch.arange(len(proposals))[near]
    return chosen, encode(proposals[near], truths[table.argmax(dim=1)[near]])
