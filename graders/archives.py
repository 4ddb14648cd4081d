"""Zip archives from outside, unpacked into memory and nowhere else.

Nothing is ever written under a name an archive chose. Sizes are counted while unpacking and not believed from
the directory of the archive, which is written by whoever made it.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from graders.problems import BundleError, Problem

MAX_ARCHIVE = 20 * 2**20
MAX_ENTRIES = 2000
MAX_TOTAL = 32 * 2**20
MAX_RATIO = 200
#: below this size a high ratio is harmless: a small file of zeros compresses well
RATIO_FROM = 2**20
MAX_NAME = 240
_CHUNK = 64 * 1024
_UTF8_FLAG = 0x800
_ENCRYPTED = 0x1
#: in the list that describes an archive's end: how many entries, and bytes of directory
_COUNT, _DIRECTORY_SIZE = 4, 5
_ENTRY = 256  #: an entry without its name, with what archivers add to it
_SHORTEST = 47  #: an entry of a name of one letter
#: left behind by file managers and by Python, no part of a bundle
_JUNK_PARTS = ("__MACOSX", "__pycache__", ".DS_Store", "Thumbs.db")


def read_zip(data: bytes) -> dict[str, bytes]:
    """The files of an archive by name; raises BundleError for an archive that is unsafe or broken."""
    if len(data) > MAX_ARCHIVE:
        raise _refused("", "zip_too_large", mib=MAX_ARCHIVE // 2**20)
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise _refused("", "zip_broken", error=str(error)[:200]) from error


def _check_directory(data: bytes) -> None:
    """The directory is no longer than that of the most entries: reading one costs ten times its length."""
    # The reader's own function, so that both mean the same directory; None where there is none.
    end = zipfile._EndRecData(io.BytesIO(data))  # type: ignore[attr-defined]
    if end is not None and end[_DIRECTORY_SIZE] > MAX_ENTRIES * (_ENTRY + MAX_NAME):
        count = max(end[_COUNT], end[_DIRECTORY_SIZE] // _SHORTEST)
        raise _refused("", "zip_entries", count=count, limit=MAX_ENTRIES)


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _refused("", "zip_entries", count=len(entries), limit=MAX_ENTRIES)
    found: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        name = _checked_name(entry)
        if entry.is_dir() or any(part in _JUNK_PARTS for part in PurePosixPath(name).parts):
            continue
        if name in found:
            raise _refused(name, "zip_duplicate")
        found[name] = _unpack(archive, entry, MAX_TOTAL - total)
        total += len(found[name])
    _check_tree(found)
    return found


def _checked_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name, if it is a plain relative path of a regular file or folder."""
    name = entry.orig_filename
    shown = name.encode("ascii", "backslashreplace").decode()[:MAX_NAME]
    if not entry.flag_bits & _UTF8_FLAG and not name.isascii():
        raise _refused(shown, "zip_not_utf8")
    path = PurePosixPath(name)
    unsafe = (
        not name
        or len(name) > MAX_NAME
        or path.is_absolute()
        or any(part in ("..", ".") for part in name.split("/"))
        or "//" in name
        or any(ord(letter) < 32 or letter in "\\:\x7f" for letter in name)
    )
    if unsafe:
        raise _refused(shown, "zip_unsafe_name")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused(shown, "zip_not_a_file")
    if entry.flag_bits & _ENCRYPTED:
        raise _refused(shown, "zip_encrypted")
    return name


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """One file, stopped as soon as it is larger than there is room or than its compressed size explains."""
    parts: list[bytes] = []
    size = 0
    with archive.open(entry) as source:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise _refused(entry.filename, "zip_total", mib=MAX_TOTAL // 2**20)
            if size > RATIO_FROM and size > MAX_RATIO * max(entry.compress_size, 1):
                raise _refused(entry.filename, "zip_ratio", ratio=MAX_RATIO)
            parts.append(chunk)
    return b"".join(parts)


def _check_tree(found: dict[str, bytes]) -> None:
    """No name is both a file and a folder."""
    for name in found:
        for parent in PurePosixPath(name).parents:
            if str(parent) in found:
                raise _refused(name, "zip_duplicate")


def _refused(file: str, code: str, **params: str | int | float) -> BundleError:
    return BundleError([Problem.of(file or "archive.zip", "", code, **params)])
