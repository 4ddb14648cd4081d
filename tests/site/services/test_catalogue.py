from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import Exercise, ExerciseVersion
from seodang.services import catalogue, teaching

from ..factories import bundle_files, make_bundle

OUTLINE = """\
schema = 1
[title]
en = "Test"
ko = "시험"
[[chapters]]
id = "1"
title = { en = "One", ko = "하나" }
exercises = ["double"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of courses with one exercise."""
    root = tmp_path / "exercises"
    _write(root / "test" / "double", bundle_files())
    (root / "test" / "course.toml").write_text(OUTLINE)
    return root


def _write(target: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)


def test_loading_again_changes_nothing(app: Flask, folder: Path) -> None:
    """A second start finds every version and says nothing."""
    first = catalogue.load_folder(folder)

    assert len(first) == 2
    assert catalogue.load_folder(folder) == []
    assert db.session.query(ExerciseVersion).count() == 1


def test_changed_folder_is_a_new_version(app: Flask, folder: Path) -> None:
    """Changing a file publishes another version; the earlier one stays as it was."""
    catalogue.load_folder(folder)
    before = catalogue.exercise("test", "double").current_id
    (folder / "test" / "double" / "prompt.en.md").write_text("Another text.")

    assert len(catalogue.load_folder(folder)) == 1
    assert catalogue.exercise("test", "double").current_id != before
    assert db.session.query(ExerciseVersion).count() == 2


def test_broken_folder_is_named_and_the_rest_loaded(app: Flask, folder: Path) -> None:
    """A bundle with a mistake is reported with file and cure, and keeps nothing else from loading."""
    _write(folder / "test" / "broken", {"exercise.toml": b"schema = 1\nkind = 'cod'\n"})
    lines = catalogue.load_folder(folder)

    assert any(line.startswith("test/broken: exercise.toml") for line in lines)
    assert catalogue.exercise("test", "double")


def test_upload_is_not_taken_back_by_the_next_start(app: Flask, folder: Path) -> None:
    """What an instructor published stays while the folder is unchanged, also in the outline."""
    catalogue.load_folder(folder)
    course = catalogue.course("test")
    changed = {**bundle_files(), "prompt.en.md": b"Better."}
    published = catalogue.publish(course, make_bundle("double", changed), "upload")
    catalogue.publish(course, make_bundle("extra"), "upload")
    teaching._put_into_outline(course, "extra")
    db.session.commit()

    catalogue.load_folder(folder)

    assert catalogue.exercise("test", "double").current_id == published.id
    assert catalogue.course("test").outline[-1]["exercises"] == ["double", "extra"]


def test_versions_never_change(app: Flask, folder: Path) -> None:
    """Writing to a stored version is refused."""
    catalogue.load_folder(folder)
    version = db.session.query(ExerciseVersion).one()
    version.content = b"other"

    with pytest.raises(RuntimeError, match="immutable"):
        db.session.commit()
    db.session.rollback()


def test_same_content_is_stored_once(app: Flask, folder: Path) -> None:
    """Publishing known content makes it current again without another row."""
    catalogue.load_folder(folder)
    course = catalogue.course("test")
    catalogue.publish(course, make_bundle("double", {**bundle_files(), "prompt.en.md": b"Better."}), "upload")
    catalogue.publish(course, make_bundle("double"), "upload")

    assert db.session.query(ExerciseVersion).count() == 2
    assert db.session.query(Exercise).one().current_id == 1


def test_folder_without_courses_is_said(app: Flask, tmp_path: Path) -> None:
    """A wrong folder does not pass for a site without courses."""
    assert "no course in" in catalogue.load_folder(tmp_path / "nowhere")[0]
