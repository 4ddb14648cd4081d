from __future__ import annotations

import io
import stat
import zipfile

import pytest

from graders import archives
from graders.archives import read_zip
from graders.bundle import BundleError


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """An archive of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def refused(data: bytes) -> str:
    """Why an archive is refused."""
    with pytest.raises(BundleError) as caught:
        read_zip(data)
    return str(caught.value)


def test_files_come_by_name_and_folders_do_not():
    """Regular files are read, folder entries and a file manager's leavings are not."""
    data = zipped(
        ("double/", b""),
        ("double/checks.py", b"x"),
        ("__MACOSX/double/._x", b"y"),
        ("double/.DS_Store", b"z"),
    )

    assert read_zip(data) == {"double/checks.py": b"x"}


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/passwd", "a\\b", "C:x", "a//b", "./x", "a\x01b", "x" * 300, "a/./b"]
)
def test_name_that_leads_elsewhere_is_refused(name: str):
    """Absolute names, parents, drives, backslashes and control characters are refused, not repaired."""
    assert "name" in refused(zipped((name, b"x")))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind: int):
    """Only regular files and folders are taken."""
    info = zipfile.ZipInfo("link")
    info.external_attr = (kind | 0o777) << 16

    assert "link or a device" in refused(zipped((info, b"/etc/passwd")))


def test_name_that_is_there_twice_is_refused():
    """Two entries of one name, and a file that is also a folder, are refused."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(("a", b"1"), ("a", b"2"))

    assert "twice" in refused(twice)
    assert "twice" in refused(zipped(("a", b"1"), ("a/b", b"2")))


def test_bomb_is_refused_while_it_unpacks():
    """A file a thousand times as large as its entry is refused, whatever its header says."""
    assert "200 times" in refused(zipped(("zeros", bytes(8 * 2**20))))


def test_total_size_counts_all_files(monkeypatch: pytest.MonkeyPatch):
    """Many files that are fine alone are refused together."""
    monkeypatch.setattr(archives, "MAX_TOTAL", 1000)

    assert "exceed" in refused(zipped(*((f"f{n}", bytes(range(200))) for n in range(6))))


def test_number_of_entries_is_bounded(monkeypatch: pytest.MonkeyPatch):
    """More entries than an exercise could have are refused before any is read."""
    monkeypatch.setattr(archives, "MAX_ENTRIES", 5)

    assert "6 entries" in refused(zipped(*((f"f{n}", b"") for n in range(6))))


def test_name_in_another_encoding_is_refused():
    """A name that is neither ASCII nor marked as UTF-8 is not guessed at."""
    data = zipped(("né.py", b"x"))
    plain = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = plain.index(signature) + offset
        plain[place : place + 2] = b"\x00\x00"

    assert "UTF-8" in refused(bytes(plain))


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive", zipped(("a", b"x" * 999))[:-30]])
def test_broken_archive_is_a_problem_and_not_a_crash(data: bytes):
    """What is no zip file is said to be none."""
    assert "zip" in refused(data)


def test_encrypted_entry_is_refused():
    """An entry with a password cannot be read and is named."""
    data = bytearray(zipped(("secret.py", b"x")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1

    assert "encrypted" in refused(bytes(data))
