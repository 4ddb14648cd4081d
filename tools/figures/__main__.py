"""Write every figure of the lessons."""

from __future__ import annotations

from pathlib import Path

from . import FIGURES

ROOT = Path(__file__).resolve().parents[2] / "exercises"


def path_of(name: str) -> Path:
    """The file of a figure, by its course and name."""
    course, _, figure = name.partition("/")
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
