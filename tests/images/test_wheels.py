"""Which wheels an image gets is decided for its own Python, not for the one that fetches them."""

from __future__ import annotations

import pytest

from tools.images.wheels import Target, reduced

LOCK = """\
# Locked.
numpy==2.4.6 ; python_full_version < '3.12' and sys_platform == 'linux' \\
    --hash=sha256:aa \\
    --hash=sha256:ab
numpy==2.5.5 ; python_full_version >= '3.12' and sys_platform == 'linux' \\
    --hash=sha256:ba
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:ca
pluggy==1.7.0 \\
    --hash=sha256:da
"""


@pytest.mark.parametrize(("python", "numpy"), [("3.11.2", "2.4.6"), ("3.13.1", "2.5.5")])
def test_lock_is_read_for_the_images_python(python: str, numpy: str) -> None:
    """A version that another Python needs is left out, hashes and all."""
    lines = reduced(LOCK, Target(python, "x86_64", 36).environment).splitlines()

    assert [line for line in lines if "==" in line] == [f"numpy=={numpy} \\", "pluggy==1.7.0 \\"]
    assert ("    --hash=sha256:aa \\" in lines) == (numpy == "2.4.6")
    assert "    --hash=sha256:ca" not in lines
    assert all(";" not in line for line in lines)


def test_target_is_what_the_probe_printed() -> None:
    """Wheels may be built for any C library up to the image's, never for a newer one."""
    flags = Target.parse("3.11.2 x86_64 36\n").flags

    assert "manylinux_2_36_x86_64" in flags
    assert "manylinux_2_37_x86_64" not in flags
    assert flags[flags.index("--python-version") + 1] == "3.11.2"
    assert "cp311" in flags
