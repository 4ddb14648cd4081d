"""Prints the JSON Schema of reports: `python -m graders.formats.schema > docs/report.schema.json`."""

from __future__ import annotations

import sys

import msgspec

from graders.formats.json import report_schema

if __name__ == "__main__":
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(report_schema()), indent=2).decode() + "\n")
