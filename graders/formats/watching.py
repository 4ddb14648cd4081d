"""What a grading is at, on one line of a terminal: the check that runs, and the curves it draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live as Line
from rich.text import Text

from graders.bilingual import both
from graders.bundle import Bundle
from graders.events import CheckStarted, Event, Live, OnEvent

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 24
_KEPT = 240


@contextmanager
def watching(console: Console, bundle: Bundle, lang: str) -> Iterator[OnEvent | None]:
    """What hears the events of one grading and shows them; None where this is no terminal."""
    if not console.is_terminal:
        yield None
        return
    with Line(console=console, transient=True, refresh_per_second=8) as line:
        watcher = Watcher(bundle, lang)

        def on_event(event: Event) -> None:
            watcher.hear(event)
            line.update(watcher.line())

        yield on_event


class Watcher:
    """The running check and the latest values of its curves, the reference's range beside them."""

    def __init__(self, bundle: Bundle, lang: str) -> None:
        self._bands = bundle.measured.metrics if bundle.measured else {}
        self._lang = lang
        self._title = ""
        self._curves: dict[str, list[tuple[int, float]]] = {}

    def hear(self, event: Event) -> None:
        """Take one event; those of hidden checks come when all is over, and draw nothing."""
        if isinstance(event, CheckStarted):
            self._title, self._curves = event.title.in_(self._lang), {}
        elif isinstance(event, Live) and event.visibility == "public":
            points = self._curves.setdefault(event.name, [])
            points.append((event.step, event.value))
            del points[:-_KEPT]

    def line(self) -> Text:
        """What to show now."""
        text = Text(f"  {self._title}", style="dim", no_wrap=True, overflow="ellipsis")
        for name, points in self._curves.items():
            step, value = points[-1]
            text.append(f"  {name} ", style="bold")
            text.append(sparkline([value for _, value in points]), style="cyan")
            text.append(" " + both("live.point", value=f"{value:.4g}", step=step).in_(self._lang))
            text.append(self._range(name, step))
        return text

    def _range(self, name: str, step: int) -> str:
        band = self._bands.get(name)
        if band is None or not band.steps or not band.steps[0] <= step <= band.steps[-1]:
            return ""
        at = min(range(len(band.steps)), key=lambda place: abs(band.steps[place] - step))
        said = both("live.reference", low=f"{band.low[at]:.3g}", high=f"{band.high[at]:.3g}")
        return f" ({said.in_(self._lang)})"


def sparkline(values: Sequence[float], width: int = _WIDTH) -> str:
    """The values as bars of a line, evenly chosen, from their lowest to their highest."""
    chosen = [values[len(values) * at // min(len(values), width)] for at in range(min(len(values), width))]
    low, high = min(chosen), max(chosen)
    # Halves, since the distance of two finite numbers may be none.
    half = high / 2 - low / 2
    return "".join(_BARS[round((value / 2 - low / 2) / half * 7) if half else 0] for value in chosen)
