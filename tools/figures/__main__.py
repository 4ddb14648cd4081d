"""Write every figure of the lessons, and those of the prompts that are drawn here."""

from __future__ import annotations

from pathlib import Path

from . import FIGURES

ROOT = Path(__file__).resolve().parents[2] / "exercises"


def path_of(name: str) -> Path:
    """The file of a figure: `ai/5-1-window` is one of a lesson, `ai/pca-svd:axes` one of an exercise."""
    course, _, figure = name.partition("/")
    slug, of_exercise, drawn = figure.partition(":")
    if of_exercise:
        return ROOT / course / slug / "figures" / f"{drawn}.svg"
    return ROOT / course / "lessons" / "figures" / f"{figure}.svg"


def main() -> None:
    """Draw and write them all."""
    for name, draw in FIGURES.items():
        path = path_of(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draw(), encoding="utf-8")
        print(path.relative_to(ROOT.parent))


if __name__ == "__main__":
    main()
