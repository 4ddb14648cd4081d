"""Write docs/report.schema.json from the structs that reports are made of."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from graders.formats.json import report_schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "report.schema.json"


def main() -> int:
    """Write the schema."""
    TARGET.write_text(json.dumps(report_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
