"""The AppArmor profile is one that its parser understands; loading it needs a kernel that has AppArmor."""

from __future__ import annotations

import re
import shutil
import subprocess

from tests import needs
from tests.source import ROOT

PROFILE = ROOT / "sandbox" / "image" / "apparmor"


def test_parser_understands_the_profile() -> None:
    """The profile compiles, on AppArmor 3 without the lines that say they need 4."""
    parsed = _parse(_fitting(PROFILE.read_text()))

    assert parsed.returncode == 0, parsed.stderr


def test_parser_refuses_a_broken_profile() -> None:
    """The check above can fail: a rule that does not exist is noticed without a kernel."""
    assert _parse(_fitting(PROFILE.read_text()).replace("pivot_root,", "pivot,")).returncode != 0


def test_profile_differs_from_dockers_where_cells_need_it() -> None:
    """Mounts and user namespaces are allowed, writes to the kernel's files are not."""
    rules = {line.split(" #")[0].strip() for line in PROFILE.read_text().splitlines()}

    assert {"mount,", "umount,", "pivot_root,", "userns,"} <= rules
    assert "deny mount," not in rules
    assert "deny @{PROC}/sysrq-trigger rwklx," in rules


def _parse(text: str) -> subprocess.CompletedProcess[str]:
    command = [_parser(), "--skip-kernel-load", "--skip-cache", "--quiet"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def _fitting(text: str) -> str:
    """The profile as this machine's AppArmor reads it."""
    said = subprocess.run([_parser(), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"version (\d+)", said)
    assert found, said
    return text if int(found[1]) >= 4 else re.sub(r"(?m)^.*# AppArmor 4\n", "", text)


def _parser() -> str:
    found = shutil.which("apparmor_parser", path="/usr/sbin:/sbin:/usr/bin")
    needs.require("AppArmor's parser", found is not None, "not installed; Debian: apt-get install apparmor")
    return str(found)
