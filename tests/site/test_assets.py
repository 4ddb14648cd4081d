from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from seodang import assets
from seodang.models import Exercise

from .conftest import Actor

TEXT = b"export const answer = 42;\n" * 100
SCRIPT = "/static/dist/assets/site-1a2b3c.js"
PARTS = """{
  "src/workspace.ts": {"file": "assets/workspace-1.js", "imports": ["_report-2.js", "_page-3.js"]},
  "_report-2.js": {"file": "assets/report-2.js", "imports": ["_page-3.js"]},
  "_page-3.js": {"file": "assets/page-3.js"}
}"""


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of static files as a build leaves it: one script, in three encodings, and a picture."""
    folder = tmp_path / "static"
    (folder / "dist/assets").mkdir(parents=True)
    script = folder / "dist/assets/site-1a2b3c.js"
    script.write_bytes(TEXT)
    script.with_name(script.name + ".br").write_bytes(brotli.compress(TEXT))
    script.with_name(script.name + ".gz").write_bytes(gzip.compress(TEXT))
    (folder / "seal.svg").write_text("<svg/>")
    (folder / "dist/manifest.json").write_text(PARTS)
    monkeypatch.setattr(assets, "STATIC", folder)
    return folder


def _get(app: Flask, url: str, **headers: str) -> TestResponse:
    return app.test_client().get(
        url, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


@pytest.mark.parametrize(
    ("taken", "encoding", "read"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_built_files_come_in_the_encoding_asked_for(
    app: Flask, built: Path, taken: str, encoding: str | None, read: type[bytes]
) -> None:
    """A browser gets what the build wrote, in the smallest encoding it takes, as the same kind of file."""
    with _get(app, SCRIPT, Accept_Encoding=taken) as answer:
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.mimetype == "text/javascript"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert read(answer.data) == TEXT


def test_built_files_may_be_kept_for_good(app: Flask, built: Path) -> None:
    """A name with a hash never means anything else, so nobody needs to ask for it twice."""
    with _get(app, SCRIPT) as answer:
        kept = answer.cache_control
        assert (kept.public, kept.immutable, kept.max_age) == (True, True, 31_536_000)
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers
        assert "Content-Disposition" not in answer.headers


def test_other_static_files_are_asked_about_again(app: Flask, built: Path) -> None:
    """A file whose name stays is kept for an hour, then asked about, and not sent when it is known."""
    with _get(app, "/static/seal.svg") as answer:
        assert not answer.cache_control.immutable
        assert answer.cache_control.max_age == 3600
        etag = answer.headers["ETag"]
    with _get(app, "/static/seal.svg", If_None_Match=etag) as answer:
        assert answer.status_code == 304


def test_a_file_that_is_not_there_is_not_remembered(app: Flask, built: Path) -> None:
    """A build under way may be asked for too early; no cache keeps that answer, and no path leads outside."""
    for url in (
        "/static/dist/assets/none-0.js",
        "/static/../config.py",
        "/static/dist/assets/..%2f..%2f..%2fx",
    ):
        with _get(app, url, Accept_Encoding="br") as answer:
            assert answer.status_code == 404
            assert answer.headers["Cache-Control"] == "no-store"


def test_pages_ask_early_for_all_that_a_script_imports(app: Flask, built: Path) -> None:
    """Every chunk is named once, those that only chunks import too."""
    with app.test_request_context():
        found = assets.chunks("src/workspace.ts")

    assert found == ["/static/dist/assets/report-2.js", "/static/dist/assets/page-3.js"]


def test_pages_are_compressed(auth: Actor, exercise: Exercise) -> None:
    """A page comes in the encoding the browser takes; caches are told that there are others."""
    url = "/courses/test/exercises/double"
    plain = auth.get(url)
    packed = {name: auth.get(url, headers={"Accept-Encoding": name}) for name in ("br", "gzip")}

    assert "Content-Encoding" not in plain.headers
    assert b"</html>" in brotli.decompress(packed["br"].data)
    assert b"</html>" in gzip.decompress(packed["gzip"].data)
    for answer in (plain, *packed.values()):
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_small_answers_are_sent_as_they_are(auth: Actor) -> None:
    """Compressing a handful of bytes makes them more."""
    answer = auth.get("/healthz", headers={"Accept-Encoding": "br, gzip"})

    assert answer.is_json
    assert "Content-Encoding" not in answer.headers
