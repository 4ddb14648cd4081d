"""Attacks on the line between the cells: answers that cannot be, come late, or come from elsewhere."""

from __future__ import annotations

from tests.attacks.probe import called, loaded

#: finds the server of its own cell in the frames below and sends answers with the right nonce
_AHEAD = """
import sys
def scale(x):
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    server, request = frame.f_locals["self"], frame.f_locals["request"]
    answer = type(server)._perform.__globals__["Result"]
    for ahead in range(FIRST, FIRST + 2):
        server._send(answer(request.id + ahead, server._job.nonce, None, []))
    return 2 * x
"""

PROBES = (
    called("P40-deep-list", "deep = []\nfor _ in range(10_000): deep = [deep]\nreturn deep", "IR"),
    called("P40-list-in-itself", "loop = []\nloop.append(loop)\nreturn loop", "IR"),
    called("P41-huge-view", "return torch.zeros(1).expand(2**30)", "IR|MLE"),
    called("P41-many-tensors", "return [torch.zeros(2**20)] * 2000", "IR|MLE"),
    called("P41-huge-number", "return 1 << 10**7", "IR"),
    called(
        "P42-noise-on-descriptors",
        """
import os
for fd in range(3, 64):
    try:
        os.write(fd, os.urandom(4096))
    except OSError:
        pass
""",
        "IR|RTE",
    ),
    called("P42-closed-descriptors", "import os\nos.closerange(3, 64)", "IR|RTE"),
    loaded("P43-late-answer", "import time\ndef scale(x):\n    time.sleep(1.4)\n    return 2 * x\n", "TLE"),
    loaded("P43-answer-to-the-next-question", _AHEAD.replace("FIRST", "1"), "IR"),
    loaded("P43-two-answers", _AHEAD.replace("FIRST", "0"), "WA|IR"),
    loaded(
        "P44-changed-state",
        """
import sys, warnings
import torch.nn.functional as F
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)
F.conv2d = torch.mul = torch.Tensor.__mul__ = None
sys.path.clear()
warnings.filterwarnings("error")
def scale(x):
    return torch.zeros(2, 3, dtype=torch.float32)
""",
        "WA",
    ),
)
