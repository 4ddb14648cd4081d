"""Mistakes that are made often, by operation, for the `slips=` of `assert_close`."""

from __future__ import annotations

from graders.slips.slip import Slip, Slips

__all__ = ["Slip", "Slips"]
