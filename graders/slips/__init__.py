"""Mistakes that are made often, by operation, for the `slips=` of `assert_close`.

    assert_close(submission.conv2d(**case), reference.conv2d(**case), slips=slips.conv2d(**case))

Each function takes the arguments of the operation and returns slips that are computed once a result turns out
wrong. They can be added to each other, and to a list of an author's own `Slip`.
"""

from __future__ import annotations

from graders.slips.convolution import conv1d, conv2d, conv3d
from graders.slips.layers import avg_pool2d, batch_norm, dropout, linear, max_pool2d, running_statistics
from graders.slips.losses import binary_cross_entropy, cross_entropy, mse_loss
from graders.slips.optimisers import adam, sgd
from graders.slips.reductions import log_softmax, reduction, softmax
from graders.slips.slip import Slip, Slips

__all__ = [
    "Slip",
    "Slips",
    "adam",
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy",
    "conv1d",
    "conv2d",
    "conv3d",
    "cross_entropy",
    "dropout",
    "linear",
    "log_softmax",
    "max_pool2d",
    "mse_loss",
    "reduction",
    "running_statistics",
    "sgd",
    "softmax",
]
