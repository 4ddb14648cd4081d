"""Variants of conv-output-size: one layer or a chain of layers, sizes asked axis by axis.

A question shows its layers as PyTorch code, one a line, so that anyone can check the key by running them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from graders.quiz import Question, number

AXES = {
    1: [("length", {"en": "length", "ko": "길이"})],
    2: [("height", {"en": "height", "ko": "높이"}), ("width", {"en": "width", "ko": "너비"})],
    3: [
        ("depth", {"en": "depth", "ko": "깊이"}),
        ("height", {"en": "height", "ko": "높이"}),
        ("width", {"en": "width", "ko": "너비"}),
    ],
}
LAYER_NAMES = {
    "Conv": {"en": "convolution", "ko": "합성곱"},
    "MaxPool": {"en": "max pooling", "ko": "최대 풀링"},
    "AvgPool": {"en": "average pooling", "ko": "평균 풀링"},
}
SIZES = {1: (20, 120), 2: (12, 64), 3: (8, 32)}


@dataclass(frozen=True)
class Layer:
    """One layer; kernel, stride, padding and dilation hold a number for each axis."""

    name: str
    channels_in: int
    channels_out: int
    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]

    def code(self) -> str:
        """Return the layer as PyTorch code, without the arguments that have their usual value."""
        parts = [str(self.channels_in), str(self.channels_out)] if self.name == "Conv" else []
        parts.append(f"kernel_size={shorten(self.kernel)}")
        usual_stride = (1,) * len(self.kernel) if self.name == "Conv" else self.kernel
        for key, value, usual in (
            ("stride", self.stride, usual_stride),
            ("padding", self.padding, (0,) * len(self.kernel)),
            ("dilation", self.dilation, (1,) * len(self.kernel)),
        ):
            if value != usual:
                parts.append(f"{key}={shorten(value)}")
        return f"nn.{self.name}{len(self.kernel)}d({', '.join(parts)})"

    def output(self, sizes: tuple[int, ...]) -> tuple[int, ...]:
        """Return the output sizes, axis by axis."""
        return tuple(
            (n + 2 * p - d * (k - 1) - 1) // s + 1
            for n, k, s, p, d in zip(
                sizes, self.kernel, self.stride, self.padding, self.dilation, strict=True
            )
        )

    def steps(self, sizes: tuple[int, ...]) -> list[str]:
        """Return the formula with its numbers, axis by axis."""
        lines = []
        for n, k, s, p, d in zip(sizes, self.kernel, self.stride, self.padding, self.dilation, strict=True):
            inner = n + 2 * p - d * (k - 1) - 1
            lines.append(
                rf"\left\lfloor \frac{{{n} + 2\cdot {p} - {d}\cdot({k} - 1) - 1}}{{{s}}} \right\rfloor + 1"
                rf" = \left\lfloor \frac{{{inner}}}{{{s}}} \right\rfloor + 1 = {inner // s} + 1 = {inner // s + 1}"
            )
        return lines


def generate(rng: random.Random) -> Question:
    """Return one question: a convolution, a pooling, or a chain of three layers."""
    kind = rng.choice(["convolution", "convolution", "dilation", "pooling", "chain", "chain"])
    dimensions = rng.choice([1, 2, 2, 3]) if kind != "chain" else rng.choice([1, 2, 2])
    while True:
        sizes = draw_sizes(rng, dimensions)
        channels = rng.choice([1, 3, 4])
        layers = draw_layers(rng, kind, dimensions, channels)
        final = sizes
        for layer in layers:
            if any(window(layer, axis) > final[axis] for axis in range(dimensions)):
                break  # a kernel larger than its input: draw again
            final = layer.output(final)
        else:
            if min(final) >= 2:
                return build(kind, sizes, channels, layers)


def draw_sizes(rng: random.Random, dimensions: int) -> tuple[int, ...]:
    """Return input sizes; different ones along different axes as often as not."""
    low, high = SIZES[dimensions]
    sizes = tuple(rng.randint(low, high) for _ in range(dimensions))
    return sizes if rng.random() < 0.6 else (sizes[0],) * dimensions


def draw_layers(rng: random.Random, kind: str, dimensions: int, channels: int) -> list[Layer]:
    """Return the layers of a question of this kind."""
    if kind == "chain":
        first = draw_convolution(rng, dimensions, channels, dilated=False)
        middle = draw_pooling(rng, dimensions, first.channels_out)
        last = draw_convolution(rng, dimensions, middle.channels_out, dilated=rng.random() < 0.3)
        return [first, middle, last]
    if kind == "pooling":
        return [draw_pooling(rng, dimensions, channels)]
    return [draw_convolution(rng, dimensions, channels, dilated=kind == "dilation")]


def draw_convolution(rng: random.Random, dimensions: int, channels: int, *, dilated: bool) -> Layer:
    """Return a convolution; stride 1 without padding, where nothing is to be learnt, comes last."""
    kernel = per_axis(rng, dimensions, [3, 3, 5, 7, 2, 4])
    dilation = per_axis(rng, dimensions, [2, 2, 3]) if dilated else (1,) * dimensions
    stride, padding = (1,) * dimensions, (0,) * dimensions
    while max(stride) == 1 and max(padding) == 0:
        stride = per_axis(rng, dimensions, [1, 2, 2, 3])
        padding = per_axis(rng, dimensions, [0, 1, 2, 3])
    return Layer("Conv", channels, rng.choice([4, 6, 8, 16, 32]), kernel, stride, padding, dilation)


def draw_pooling(rng: random.Random, dimensions: int, channels: int) -> Layer:
    """Return a pooling; PyTorch allows a padding of at most half the kernel."""
    kernel = per_axis(rng, dimensions, [2, 2, 3, 3, 4])
    stride = kernel if rng.random() < 0.5 else per_axis(rng, dimensions, [1, 2, 3])
    most = min(kernel) // 2
    padding = (rng.choice([0, 0, most]),) * dimensions
    name = rng.choice(["MaxPool", "MaxPool", "AvgPool"])
    return Layer(name, channels, channels, kernel, stride, padding, (1,) * dimensions)


def per_axis(rng: random.Random, dimensions: int, values: list[int]) -> tuple[int, ...]:
    """Return a value for each axis, mostly the same for all."""
    if rng.random() < 0.7:
        return (rng.choice(values),) * dimensions
    return tuple(rng.choice(values) for _ in range(dimensions))


def window(layer: Layer, axis: int) -> int:
    """Return how many entries of the unpadded input a window needs at least."""
    return layer.dilation[axis] * (layer.kernel[axis] - 1) + 1 - 2 * layer.padding[axis]


def shorten(values: tuple[int, ...]) -> str:
    """Return a tuple as PyTorch users write it: one number if all axes agree."""
    return str(values[0]) if len(set(values)) == 1 else f"({', '.join(map(str, values))})"


def shape(channels: int, sizes: tuple[int, ...]) -> str:
    """Return a shape as code."""
    return f"`(N, {channels}, {', '.join(map(str, sizes))})`"


def build(kind: str, sizes: tuple[int, ...], channels: int, layers: list[Layer]) -> Question:
    """Return the question with its key and worked solution."""
    final = sizes
    for layer in layers:
        final = layer.output(final)
    axes = AXES[len(sizes)]
    code = "\n".join(layer.code() for layer in layers)
    several = len(layers) > 1
    fields = [
        number(name, {"en": label["en"].capitalize(), "ko": label["ko"]}, answer=size)
        for (name, label), size in zip(axes, final, strict=True)
    ]
    fields.insert(0, number("channels", {"en": "Channels", "ko": "채널 수"}, answer=layers[-1].channels_out))
    prompt = {
        "en": f"An input of shape {shape(channels, sizes)} goes through "
        + ("these layers, one after the other:" if several else "this layer:")
        + f"\n\n```python\n{code}\n```\n\nWhat is the shape of the output?",
        "ko": f"형태가 {shape(channels, sizes)}인 입력이 다음 "
        + ("층을 차례로 지납니다." if several else "층을 지납니다.")
        + f"\n\n```python\n{code}\n```\n\n출력의 형태를 구하세요.",
    }
    return Question(kind, prompt=prompt, fields=fields, worked=work_out(sizes, layers))


def work_out(sizes: tuple[int, ...], layers: list[Layer]) -> dict[str, str]:
    """Return the worked solution in both languages."""
    formula = r"$$n' = \left\lfloor \frac{n + 2p - d\,(k - 1) - 1}{s} \right\rfloor + 1$$"
    worked = {
        "en": f"Along each axis, a kernel of size $k$ with stride $s$, padding $p$ and dilation $d$ gives\n\n{formula}\n",
        "ko": f"커널 크기가 $k$, 스트라이드가 $s$, 패딩이 $p$, 팽창이 $d$이면 축마다 출력 크기는 다음과 같습니다.\n\n{formula}\n",
    }
    for place, layer in enumerate(layers, start=1):
        settings = {
            "k": shorten(layer.kernel),
            "s": shorten(layer.stride),
            "p": shorten(layer.padding),
            "d": shorten(layer.dilation),
        }
        listed = ", ".join(f"${key} = {value}$" for key, value in settings.items())
        steps = layer.steps(sizes)
        sizes = layer.output(sizes)
        for lang, text in worked.items():
            start = f"\n**{place}.** " if len(layers) > 1 else "\n"
            lines = [
                f"- {label[lang]}: ${step}$" for (_, label), step in zip(AXES[len(sizes)], steps, strict=True)
            ]
            worked[lang] = (
                f"{text}{start}`{layer.code()}` ({LAYER_NAMES[layer.name][lang]}): {listed}\n\n"
                + "\n".join(lines)
                + "\n"
                + conclude(layer, sizes, lang)
            )
    return worked


def conclude(layer: Layer, sizes: tuple[int, ...], lang: str) -> str:
    """Return the shape after a layer, and why it has so many channels."""
    result = shape(layer.channels_out, sizes)
    if layer.name == "Conv":
        return {
            "en": f"\nThe convolution has {layer.channels_out} filters, so the shape is now {result}.\n",
            "ko": f"\n합성곱의 필터가 {layer.channels_out}개이므로 형태는 {result}입니다.\n",
        }[lang]
    return {
        "en": f"\nPooling keeps the {layer.channels_out} channels, so the shape is now {result}.\n",
        "ko": f"\n풀링은 채널 {layer.channels_out}개를 그대로 두므로 형태는 {result}입니다.\n",
    }[lang]
