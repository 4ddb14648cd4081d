"""The solutions that come with an exercise: reference, starter, examples; and what each of them must do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from graders.bundle import Bundle
from graders.problems import Problem

Role = Literal["reference", "starter", "right", "wrong"]
_HEADER = re.compile(r"^#\s*(fails|because|technique)\s*:\s*(.*)$")
_HEADER_LINES = 12


class Example(msgspec.Struct, frozen=True):
    """One solution with its expectation."""

    #: where it lies in the bundle: a file, or a folder of files
    name: str
    role: Role
    #: by the name it is submitted under
    files: dict[str, bytes]
    #: checks it must fail, no more and no fewer; only for wrong examples
    fails: frozenset[str] = frozenset()


def find_examples(bundle: Bundle, problems: list[Problem]) -> list[Example]:
    """Every solution of a bundle; headers that are missing or name no check are noted as problems."""
    found = [
        Example("reference", "reference", _folder(bundle, "reference/")),
        Example("starter", "starter", _folder(bundle, "starter/")),
    ]
    for role in ("right", "wrong"):
        for name, files in sorted(_grouped(bundle, f"examples/{role}/", problems).items()):
            header = _header(files.get(bundle.files[0], b""))
            if role == "right":
                _need(header, "technique", name, problems)
                found.append(Example(name, "right", files))
            else:
                _need(header, "because", name, problems)
                found.append(Example(name, "wrong", files, _fails(header, name, bundle, problems)))
    return found


def _folder(bundle: Bundle, prefix: str) -> dict[str, bytes]:
    inside = bundle.below(prefix)
    return {name: inside[name] for name in bundle.files}


def _grouped(bundle: Bundle, prefix: str, problems: list[Problem]) -> dict[str, dict[str, bytes]]:
    """Examples by name: a file stands for the only submitted file, a folder holds as many as it needs."""
    grouped: dict[str, dict[str, bytes]] = {}
    for inside, data in bundle.below(prefix).items():
        folder, _, file = inside.partition("/")
        if file:
            grouped.setdefault(prefix + folder, {})[file] = data
        elif len(bundle.files) == 1:
            grouped[prefix + folder] = {bundle.files[0]: data}
        else:
            problems.append(
                Problem.of(prefix + folder, "", "example_needs_folder", files=", ".join(bundle.files))
            )
    for name, files in grouped.items():
        for missing in sorted(set(bundle.files) ^ set(files)):
            problems.append(
                Problem.of(f"{name}/{missing}", "", "example_files", files=", ".join(bundle.files))
            )
    return {name: files for name, files in grouped.items() if set(files) == set(bundle.files)}


def _header(source: bytes) -> dict[str, str]:
    """The `# key: value` lines at the top of a file."""
    header: dict[str, str] = {}
    for line in source.decode("utf-8", "replace").splitlines()[:_HEADER_LINES]:
        found = _HEADER.match(line)
        if found:
            header.setdefault(found[1], found[2].strip())
        elif line.strip() and not line.startswith("#"):
            break
    return header


def _need(header: Mapping[str, str], key: str, name: str, problems: list[Problem]) -> None:
    if not header.get(key):
        problems.append(Problem.of(name, f"# {key}:", "example_header"))


def _fails(header: Mapping[str, str], name: str, bundle: Bundle, problems: list[Problem]) -> frozenset[str]:
    """The checks a wrong example names, each of which must exist."""
    named = frozenset(part.strip() for part in header.get("fails", "").split(",") if part.strip())
    if not named:
        problems.append(Problem.of(name, "# fails:", "example_header"))
    known = [check.test for check in bundle.checks]
    for test in sorted(named - set(known)):
        problems.append(Problem.of(name, "# fails:", "example_unknown", test=test, known=", ".join(known)))
    return named & set(known)
