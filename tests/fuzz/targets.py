"""All targets, by name."""

from __future__ import annotations

from tests.fuzz.cells import Answers, Replies, Requests
from tests.fuzz.target import Target
from tests.fuzz.worker import Frames, Ledgers, Messages, Services, Sessions, Statuses

TARGETS: dict[str, type[Target]] = {
    target.name: target
    for target in (Frames, Replies, Requests, Answers, Sessions, Services, Ledgers, Statuses, Messages)
}
