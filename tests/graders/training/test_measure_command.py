"""`seodang measure` writes measured.json into an exercise, or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from graders.cli import main
from graders.measured import MEASURED, decode
from tests.graders import samples
from tests.graders.training import sample


def write(content: dict[str, bytes], folder: Path) -> Path:
    """An exercise as a folder."""
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_it_writes_what_it_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file decodes, and the author reads threshold and odds."""
    folder = write(sample.bundle().content, tmp_path / "demo/guess")

    status = main(["measure", str(folder), "--seeds", "6"])

    said = capsys.readouterr().out
    assert status == 0
    assert len(decode((folder / MEASURED).read_bytes()).scores["test_accuracy"].values) == 6
    assert "test_accuracy: the reference scores 0.9" in " ".join(said.split())


def test_an_exercise_without_measured_checks_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is started and nothing is written."""
    folder = write(samples.bundle().content, tmp_path / "demo/double")

    assert main(["measure", str(folder)]) == 2
    assert "no check that asks for measurements" in capsys.readouterr().err
    assert not (folder / MEASURED).exists()


@pytest.mark.parametrize("seeds", ["4", "1001", "many"])
def test_a_number_of_seeds_that_makes_no_sense_is_refused(seeds: str) -> None:
    """From 5 to 1000."""
    with pytest.raises(SystemExit, match="2"):
        main(["measure", "exercises/ai/fashion-cnn", "--seeds", seeds])
