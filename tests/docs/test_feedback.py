"""What docs/feedback.md says of counter-examples is what there is."""

from __future__ import annotations

import re

from graders import strategies
from tests.source import ROOT

TEXT = (ROOT / "docs" / "feedback.md").read_text()
#: no strategies that a check would draw from, but parts or the type of one
PARTS = {"SearchStrategy", "optional", "request", "shapes"}


def test_every_strategy_is_in_the_table() -> None:
    """The table names each strategy that checks can import, and no other."""
    table = TEXT.partition("### Strategies")[2].partition("\n## ")[0]
    first_columns = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    named = {name for column in first_columns for name in re.findall(r"`(\w+)", column)}

    assert named == set(strategies.__all__) - PARTS
