"""Tables of a network's layers, for quizzes: what each layer makes and learns, cells to fill in, formulas.

A `Stack` is written down from the image on, and counts as it grows; `layer_table` asks for some of its cells,
`layer_lines` shows them all. All maps and kernels are square, so one number gives a size.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graders.quiz.questions import Part, number, table
from graders.quiz.wording import both, grouped

COLUMNS = {
    "layer": both("Layer", "층"),
    "kernel": both("Kernel", "커널"),
    "stride": both("Stride", "스트라이드"),
    "padding": both("Padding", "패딩"),
    "seen": both("Each sees", "하나가 보는 수"),
    "maps": both("Maps or neurons", "특성 맵 또는 뉴런 수"),
    "side": both("Side", "한 변"),
    "parameters": both("Parameters", "파라미터 수"),
}
USUAL = ("layer", "kernel", "stride", "padding", "maps", "side", "parameters")
ASKED = {
    "seen": both("maps that each map sees", "특성 맵 하나가 보는 특성 맵 수"),
    "maps": both("number of maps", "특성 맵 수"),
    "side": both("side of a map", "특성 맵의 한 변"),
    "parameters": both("parameters", "파라미터 수"),
}
SUM = both("Parameters of the whole network", "신경망 전체의 파라미터 수")
TOTAL = both("sum", "합계")


@dataclass(frozen=True)
class Layer:
    """One layer; of a fully connected one, maps are numbers and there is neither kernel nor side."""

    name: str
    maps_in: int
    maps: int
    parameters: int
    kernel: int | None = None
    stride: int | None = None
    padding: int | None = None  #: of convolutions only
    groups: int = 1
    side_in: int = 0
    side: int | None = None

    @property
    def seen(self) -> int | None:
        """How many maps, or numbers, one map or neuron is made from; a pooling tells none."""
        return self.maps_in // self.groups if self.parameters else None


class Stack:
    """Layers one after the other, from an image with so many channels on."""

    def __init__(self, side: int, channels: int) -> None:
        self.layers: list[Layer] = []
        self._side, self._maps = side, channels

    def conv(
        self, name: str, maps: int, kernel: int, *, stride: int = 1, padding: int = 0, groups: int = 1
    ) -> None:
        """Add a convolution with biases; a map sees one of so many groups of the maps before it."""
        side = (self._side + 2 * padding - kernel) // stride + 1
        weights = (kernel * kernel * (self._maps // groups) + 1) * maps
        self._add(Layer(name, self._maps, maps, weights, kernel, stride, padding, groups, self._side, side))

    def pool(self, name: str, kernel: int = 2, stride: int = 2) -> None:
        """Add a pooling without padding."""
        side = (self._side - kernel) // stride + 1
        self._add(Layer(name, self._maps, self._maps, 0, kernel, stride, None, 1, self._side, side))

    def adapt(self, name: str, side: int) -> None:
        """Add an adaptive pooling, which always makes maps of this side."""
        self._add(Layer(name, self._maps, self._maps, 0, side_in=self._side, side=side))

    def dense(self, name: str, neurons: int) -> None:
        """Add a fully connected layer, which sees every number of the layer before it."""
        numbers = self._maps * self._side * self._side
        self._add(Layer(name, numbers, neurons, (numbers + 1) * neurons))

    def __getitem__(self, name: str) -> Layer:
        return next(layer for layer in self.layers if layer.name == name)

    @property
    def total(self) -> int:
        """The parameters of all layers."""
        return sum(layer.parameters for layer in self.layers)

    def _add(self, layer: Layer) -> None:
        self.layers.append(layer)
        self._side, self._maps = layer.side or 1, layer.maps


def layer_table(
    stack: Stack,
    names: Mapping[str, Mapping[str, str]],
    label: Mapping[str, str],
    asked: Collection[tuple[str, str]],
    columns: Sequence[str] = USUAL,
) -> Part:
    """The table with a field in each asked cell, `(layer, column)`, and one for the sum.

    Fields are called `conv1.side`, `conv1.maps`, `conv1.parameters`, and `sum.parameters`.
    """
    lines: list[list[Mapping[str, str] | str | Part]] = []
    for layer in stack.layers:
        cells: list[Mapping[str, str] | str | Part] = [names[layer.name]]
        for column in columns[1:]:
            value = getattr(layer, column)
            if (layer.name, column) in asked:
                cell = {lang: f"{names[layer.name][lang]}: {text}" for lang, text in ASKED[column].items()}
                cells.append(number(f"{layer.name}.{column}", cell, value))
            else:
                cells.append(_cell(column, value))
        lines.append(cells)
    blanks = [""] * (len(columns) - 2)
    lines.append([TOTAL, *blanks, number("sum.parameters", SUM, stack.total)])
    return table("layers", label, [COLUMNS[column] for column in columns], lines)


def layer_lines(
    stack: Stack, names: Mapping[str, Mapping[str, str]], lang: str, columns: Sequence[str] = USUAL
) -> str:
    """The table without a gap, as Markdown."""
    lines = [[COLUMNS[column][lang] for column in columns], ["---"] * len(columns)]
    for layer in stack.layers:
        lines.append([names[layer.name][lang], *(_cell(each, getattr(layer, each)) for each in columns[1:])])
    lines.append([f"**{TOTAL[lang]}**", *[""] * (len(columns) - 2), f"**{stack.total:,}**"])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def side_formula(layer: Layer) -> str:
    """How the side of a convolution's or pooling's maps comes about, with its numbers."""
    kernel, stride, padding = layer.kernel or 1, layer.stride or 1, layer.padding or 0
    if layer.padding is None and kernel == stride and layer.side_in % stride == 0:
        return f"{layer.side_in} / {stride} = {layer.side}"
    rim = rf" + 2 \cdot {padding}" if padding else ""
    padded = f"{layer.side_in}{rim} - {kernel}"
    if stride == 1:
        return f"{padded} + 1 = {layer.side}"
    steps = rf"\frac{{{padded}}}{{{stride}}}"
    if (layer.side_in + 2 * padding - kernel) % stride:
        steps = rf"\left\lfloor {steps} \right\rfloor"
    return f"{steps} + 1 = {layer.side}"


def count_formula(layer: Layer) -> str:
    """How the parameters of a layer are counted, with its numbers."""
    seen = grouped(layer.seen or 0)
    window = rf"{layer.kernel} \cdot {layer.kernel} \cdot {seen}" if layer.kernel else seen
    return rf"({window} + 1) \cdot {grouped(layer.maps)} = {grouped(layer.parameters)}"


def _cell(column: str, value: int | None) -> str:
    """What a cell shows."""
    if value is None:
        return "–"
    return f"{value}\u00a0×\u00a0{value}" if column == "kernel" else f"{value:,}"
