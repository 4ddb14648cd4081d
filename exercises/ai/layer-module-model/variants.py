"""Variants of layer-module-model: short listings of PyTorch code, and what stands in them.

Every answer follows from the code that a student reads. Counts stay below a few thousand, so that they can be
done by hand; sides of maps halve without a remainder.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from graders.quiz import Question, both, choice, grouped, matching, number, several, table
from graders.quiz.questions import Part

KINDS = {
    "model": both("the model", "모델"),
    "group": both("a module that holds other parts", "다른 부품을 담는 모듈"),
    "trained": both("a layer with parameters", "파라미터가 있는 층"),
    "plain": both("a layer without parameters", "파라미터가 없는 층"),
    "function": both("a function, no module", "모듈이 아닌 함수"),
}
LAYER, WEIGHTS, BIASES = both("Layer", "층"), both("Weights", "가중치"), both("Biases", "편향")
CHANNELS, SIDE = both("Channels", "채널"), both("Side", "한 변")
COUNT = both("Numbers in `model.parameters()`", "`model.parameters()`에 든 수의 개수")


@dataclass(frozen=True)
class Layer:
    """A layer as code writes it, with the shape of its weight and the length of its bias."""

    code: str
    weight: tuple[int, ...] = ()
    bias: int = 0

    @property
    def weights(self) -> int:
        """How many weights it has."""
        return math.prod(self.weight) if self.weight else 0

    @property
    def count(self) -> int:
        """How many parameters it has."""
        return self.weights + self.bias

    def product(self) -> str:
        """Its number of weights as a formula."""
        factors = r" \cdot ".join(map(str, self.weight))
        return f"${factors} = {grouped(self.weights)}$" if self.weight else "0"

    def sum(self) -> str:
        """Its count as a formula, for a layer with a bias."""
        return f"${r' * '.join(map(str, self.weight))} + {self.bias} = {self.count}$".replace("*", r"\cdot")


def linear(inputs: int, outputs: int, bias: bool = True) -> Layer:
    """Return a linear layer."""
    return Layer(f"nn.Linear({inputs}, {outputs}{NO_BIAS[bias]})", (outputs, inputs), outputs * bias)


def conv(channels: int, filters: int, side: int, bias: bool = True) -> Layer:
    """Return a convolution layer with square kernels."""
    code = f"nn.Conv2d({channels}, {filters}, {side}{NO_BIAS[bias]})"
    return Layer(code, (filters, channels, side, side), filters * bias)


NO_BIAS = {True: "", False: ", bias=False"}
RELU, POOL, DROPOUT = map(Layer, ("nn.ReLU()", "nn.MaxPool2d(2)", "nn.Dropout(0.5)"))
ACTIVATIONS = [RELU, Layer("nn.Tanh()"), Layer("nn.Sigmoid()")]
CLASSES = ["Net", "Reader", "Sorter", "Judge", "Watcher"]
PAIRS = [("features", "scores"), ("body", "head"), ("encode", "decide"), ("hidden", "out")]


def stack(layers: list[Layer]) -> str:
    """Return a Sequential of these layers."""
    return f"nn.Sequential({', '.join(layer.code for layer in layers)})"


def listing(name: str, init: list[str], forward: list[str], before: str = "") -> str:
    """Return a class with these lines and a model of it, as a block of code."""
    made = "\n".join(f"        {line}" for line in ["super().__init__()", *init])
    run = "\n".join(f"        {line}" for line in forward)
    return (
        f"```python\n{before}class {name}(nn.Module):\n    def __init__(self):\n{made}\n\n"
        f"    def forward(self, x):\n{run}\n\n\nmodel = {name}()\n```"
    )


def cell(name: str, layer: Layer, what: dict[str, str], value: int) -> Part:
    """Return a cell of a table, which asks for a number of this layer."""
    return number(name, {lang: f"{layer.code}: {text}" for lang, text in what.items()}, value)


def generate(rng: random.Random) -> Question:
    """Return one question about a listing."""
    return rng.choice([names, whole_model, shared, registered, state_names, shapes])(rng)


def names(rng: random.Random) -> Question:
    """Return a listing whose parts are to be named."""
    code, items, modules = nested(rng)
    labels = {f"part{place}": f"`{part}`" for place, (part, _) in enumerate(items, start=1)}
    answers = {f"part{place}": kind for place, (_, kind) in enumerate(items, start=1)}
    found = {
        lang: "\n".join(f"- {labels[item]}: {KINDS[kind][lang]}" for item, kind in answers.items())
        for lang in ("en", "ko")
    }
    return Question(
        "names",
        prompt=both(
            f"{code}\n\nWhat is each of these? Choose the name that says most. And how many modules does "
            "`model.modules()` list? It goes through the whole tree and begins with the model itself.",
            f"{code}\n\n다음은 각각 무엇입니까? 가장 구체적인 이름을 고르세요. 또 `model.modules()`는 모듈을 몇 개 늘어놓습니까? "
            "`model.modules()`는 모델 자신부터 시작해 트리 전체를 훑습니다.",
        ),
        fields=[
            matching("kind", both("What it is", "무엇인가"), labels, KINDS, answers),
            number("modules", both("Modules in the tree", "트리의 모듈 수"), modules),
        ],
        worked={
            "en": "What `__init__` makes from a class is a module: a layer if it computes itself, a holder if its parts do. The "
            "outermost one is the model. A function is called in `forward` and kept nowhere."
            f"\n\n{found['en']}\n- modules, every holder and every layer counted once: {modules}",
            "ko": "`__init__`에서 클래스로 만든 것은 모두 모듈입니다. 스스로 계산하면 층이고, 계산을 부품에 맡기면 다른 부품을 담는 모듈입니다. "
            "가장 바깥의 모듈이 모델입니다. 함수는 `forward`에서 부를 뿐 어디에도 저장하지 않습니다."
            f"\n\n{found['ko']}\n- 담는 모듈과 층을 하나씩 모두 센 모듈 수: {modules}",
        },
    )


def nested(rng: random.Random) -> tuple[str, list[tuple[str, str]], int]:
    """Return the code of a model with a Sequential and blocks, parts with their kinds, and its number of modules."""
    (body, head), size, act = rng.choice(PAIRS), rng.choice([4, 6, 8]), rng.choice(ACTIVATIONS)
    layers = [linear(rng.choice([3, 5, 9]), size), rng.choice(ACTIVATIONS), *[DROPOUT] * rng.randint(0, 1)]
    blocks = ["first", "second", "third"][: rng.randint(1, 3)]
    last = rng.choice(["torch.sigmoid", "torch.tanh", "torch.relu"])
    block = (
        "class Block(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.weighted = {linear(size, size).code}\n        self.bent = {act.code}\n\n"
        "    def forward(self, x):\n        return self.bent(self.weighted(x))\n\n\n"
    )
    init = [f"self.{body} = {stack(layers)}", *(f"self.{each} = Block()" for each in blocks)]
    run = [*(f"x = self.{each}(x)" for each in [body, *blocks]), f"return {last}(self.{head}(x))"]
    code = listing(rng.choice(CLASSES), [*init, f"self.{head} = {linear(size, 2).code}"], run, block)
    inner = f"model.{rng.choice(blocks)}"
    trained = rng.sample([f"model.{body}[0]", f"{inner}.weighted", f"model.{head}"], 2)
    plain = rng.choice([f"model.{body}[{len(layers) - 1}]", f"{inner}.bent"])
    group = rng.choice([inner, f"model.{body}"])
    items = [("model", "model"), (group, "group"), (plain, "plain"), (last, "function")]
    items += [(each, "trained") for each in trained]
    return code, rng.sample(items, len(items)), len(layers) + 3 + 3 * len(blocks)


def whole_model(rng: random.Random) -> Question:
    """Return a listing whose parameters are to be counted, layer by layer and in all."""
    (body, head), bias = rng.choice(PAIRS), rng.random() < 0.5
    if rng.random() < 0.5:
        first, second, third = rng.sample(range(3, 13), 3)
        layers = [linear(first, second, bias), rng.choice(ACTIVATIONS), linear(second, third, not bias)]
        run = f"return self.{head}(self.{body}(x))"
    else:
        maps, third = rng.choice([(2, 18), (2, 32), (4, 36), (4, 64), (5, 45)])
        layers = [conv(rng.randint(1, 3), maps, rng.choice([3, 5]), bias), rng.choice(ACTIVATIONS), POOL]
        run = f"return self.{head}(torch.flatten(self.{body}(x), 1))"
    last, name = linear(third, rng.choice([2, 3, 5])), rng.choice(CLASSES)
    code = listing(name, [f"self.{body} = {stack(layers)}", f"self.{head} = {last.code}"], [run])
    rows, steps = [], []
    for place, layer in enumerate([*layers, last], start=1):
        weights = cell(f"weights{place}", layer, WEIGHTS, layer.weights)
        rows.append([f"`{layer.code}`", weights, cell(f"biases{place}", layer, BIASES, layer.bias)])
        steps.append((f"- `{layer.code}`: ", layer.product(), layer.bias))
    total = sum(layer.count for layer in [*layers, last])
    return Question(
        "whole-model",
        prompt=both(
            f"{code}\n\nHow many weights and how many biases does each layer learn? How many parameters has the whole model?",
            f"{code}\n\n층마다 학습하는 가중치와 편향은 각각 몇 개입니까? 모델 전체의 파라미터는 몇 개입니까?",
        ),
        fields=[
            table("layers", both("Layers", "층"), [LAYER, WEIGHTS, BIASES], rows),
            number("total", both("Parameters of the model", "모델의 파라미터 수"), total),
        ],
        worked={
            "en": "A linear layer has outputs times inputs weights, a convolution filters times channels times the places of a kernel. "
            "Each output or filter has one bias, unless `bias=False` says otherwise. The other layers learn nothing.\n\n"
            + "\n".join(f"{start}{product} weights, {bias} biases" for start, product, bias in steps)
            + f"\n- all together: ${grouped(total)}$",
            "ko": "선형층의 가중치는 출력 수 × 입력 수, 합성곱층의 가중치는 필터 수 × 채널 수 × 커널의 자리 수입니다. 편향은 출력이나 필터마다 하나이고, "
            "`bias=False`이면 없습니다. 나머지 층은 학습하는 것이 없습니다.\n\n"
            + "\n".join(f"{start}가중치 {product}, 편향 {bias}" for start, product, bias in steps)
            + f"\n- 모두 더하면: ${grouped(total)}$",
        },
    )


def shared(rng: random.Random) -> Question:
    """Return a listing that uses a layer several times, or several layers that look alike."""
    (inputs, size), outputs, times = rng.sample(range(3, 9), 2), rng.choice([1, 2]), rng.randint(2, 4)
    first, middle, last = linear(inputs, size), linear(size, size), linear(size, outputs)
    way = rng.choice(["loop", "times", "fresh", "alias"])
    run = ["return self.net(x)"]
    if way in ("loop", "alias"):
        init = [f"self.first = {first.code}", f"self.middle = {middle.code}", f"self.last = {last.code}"]
        run = ["x = torch.relu(self.first(x))", f"for _ in range({times}):"]
        run += ["    x = torch.relu(self.middle(x))", "return self.last(x)"]
        if way == "alias":
            init.insert(2, "self.again = self.middle")
            run[1:3] = ["x = torch.relu(self.middle(x))", "x = torch.relu(self.again(x))"]
    else:
        many = f"[{middle.code}] * {times}" if way == "times" else f"[{middle.code} for _ in range({times})]"
        init = [f"layers = {many}", f"self.net = nn.Sequential({first.code}, *layers, {last.code})"]
    objects = 2 + (times if way == "fresh" else 1)
    entries = 2 * (2 + {"loop": 1, "alias": 2}.get(way, times))
    total = first.count + (objects - 2) * middle.count + last.count
    steps = f"- {first.sum()}\n- ${objects - 2} \\cdot {middle.count} = {(objects - 2) * middle.count}$\n- {last.sum()}"
    code = listing(rng.choice(CLASSES), init, run)
    return Question(
        "shared",
        prompt=both(
            f"{code}\n\nHow many different linear layers does this model have? How many numbers are there in "
            "`model.parameters()`, and how many entries (names) in `model.state_dict()`?",
            f"{code}\n\n이 모델에는 서로 다른 선형층이 몇 개 있습니까? `model.parameters()`에 든 수는 모두 몇 개이고, `model.state_dict()`의 항목"
            "(이름)은 몇 개입니까?",
        ),
        fields=[
            number("layers", both("Different linear layers", "서로 다른 선형층의 수"), objects),
            number("count", COUNT, total),
            number("entries", both("Entries in the state_dict", "state_dict의 항목 수"), entries),
        ],
        worked={
            "en": f"{WAYS[way]['en']} The first, the middle and the last layers:\n\n{steps}\n\nSo {objects} different linear layers have "
            f"${grouped(total)}$ parameters. The state_dict has a weight and a bias for each name of a layer: {entries} entries.",
            "ko": f"{WAYS[way]['ko']} 파라미터를 첫 층, 가운데 층, 마지막 층의 차례로 셉니다.\n\n{steps}\n\n따라서 서로 다른 선형층은 {objects}개이고 "
            f"파라미터는 모두 ${grouped(total)}$개입니다. state_dict에는 층이 저장된 이름마다 가중치와 편향이 있으므로 항목은 {entries}개입니다.",
        },
    )


WAYS = {
    "loop": both(
        "The middle layer is made once, in `__init__`. Calling it again and again uses the same weights.",
        "가운데 층은 `__init__`에서 한 번만 만듭니다. 여러 번 불러도 같은 가중치를 씁니다.",
    ),
    "alias": both(
        "`self.again` is a second name of the same layer, not a second layer; its parameters count once.",
        "`self.again`은 새 층이 아니라 같은 층의 둘째 이름입니다. 파라미터는 한 번만 셉니다.",
    ),
    "times": both(
        "`[layer] * n` repeats the same object in the list; no new layer is made.",
        "`[layer] * n`은 같은 객체를 리스트에 되풀이해 넣을 뿐, 새 층을 만들지 않습니다.",
    ),
    "fresh": both(
        "The comprehension calls `nn.Linear` anew each time, so these are different layers with weights of their own.",
        "리스트 컴프리헨션은 매번 `nn.Linear`를 새로 부르므로, 저마다 자기 가중치가 있는 다른 층입니다.",
    ),
}
#: how a part with numbers to learn is kept: the line of code, and whether parameters() finds it
KEEPING = {
    "attribute": ("{one}", True),
    "module-list": ("nn.ModuleList([{one}, {two}])", True),
    "module-dict": ('nn.ModuleDict({{"a": {one}}})', True),
    "parameter": ("nn.Parameter(torch.ones({size}))", True),
    "sequential": ("nn.Sequential({one}, nn.ReLU())", True),
    "list": ("[{one}, {two}]", False),
    "dict": ('{{"a": {one}}}', False),
    "tensor": ("torch.ones({size})", False),
    "wants-grad": ("torch.zeros({size}, requires_grad=True)", False),
}


def registered(rng: random.Random) -> Question:
    """Return a listing with parts that PyTorch finds and others that it does not."""
    hidden = [way for way, (_, seen) in KEEPING.items() if not seen]
    ways = rng.sample(hidden, rng.randint(1, 2))
    ways += rng.sample([way for way in KEEPING if way not in hidden], 4 - len(ways))
    rng.shuffle(ways)
    init, steps, missed, total = [], [], [], 0
    for name, way in zip(rng.sample(["first", "steps", "extra", "scale", "gates", "out"], 4), ways):
        one, two = (linear(*rng.sample(range(2, 8), 2)) for _ in range(2))
        size, (text, seen) = rng.randint(3, 9), KEEPING[way]
        init.append(f"self.{name} = {text.format(one=one.code, two=two.code, size=size)}")
        parts = [each for each, slot in ((one, "{one}"), (two, "{two}")) if slot in text]
        if seen:
            steps.append((name, ", ".join(each.sum() for each in parts) or f"${size}$"))
            total += sum(each.count for each in parts) or size
        else:
            missed.append(f"self.{name}")
    code = listing(rng.choice(CLASSES), init, ["..."])
    options = {line.split(" = ")[0]: f"`{line.split(' = ')[0]}`" for line in init}
    counted = "\n".join(f"- `self.{name}`: {step}" for name, step in steps)
    lost = ", ".join(f"`{name}`" for name in missed)
    return Question(
        "registered",
        prompt=both(
            f"{code}\n\nAn optimiser gets `model.parameters()`. Which of the four parts will it never change? How many "
            "numbers does it get?",
            f"{code}\n\n옵티마이저에 `model.parameters()`를 넘깁니다. 네 부품 가운데 옵티마이저가 결코 바꾸지 못하는 것은 무엇입니까? "
            "옵티마이저가 받는 수는 모두 몇 개입니까?",
        ),
        fields=[
            several("missed", both("Not in `parameters()`", "`parameters()`에 없는 것"), options, missed),
            number("count", COUNT, total),
        ],
        worked={
            "en": "`nn.Module` registers what is assigned to an attribute: modules and `nn.Parameter`s. A plain list or dict hides the "
            "layers in it, and a plain tensor is no parameter, whether it wants a gradient or not. Registered are\n\n"
            f"{counted}\n\nThese are ${grouped(total)}$ numbers. Not registered: {lost}.",
            "ko": "`nn.Module`은 속성에 넣은 모듈과 `nn.Parameter`를 등록합니다. 파이썬 리스트나 dict 안의 층은 보이지 않고, 보통 텐서는 `requires_grad`가 "
            f"무엇이든 파라미터가 아닙니다. 등록된 것은 다음과 같습니다.\n\n{counted}\n\n모두 ${grouped(total)}$개입니다. 등록되지 않은 것은 {lost}입니다.",
        },
    )


def state_names(rng: random.Random) -> Question:
    """Return a listing and names, some of which its state_dict has."""
    (body, head), (first, second, third) = rng.choice(PAIRS), rng.sample(range(3, 10), 3)
    bias, between = rng.random() < 0.5, [rng.choice(ACTIVATIONS), *[DROPOUT] * rng.randint(0, 1)]
    layers = [linear(first, second), *between, linear(second, third, bias)]
    last, place, name = linear(third, 2, not bias), len(layers) - 1, rng.choice(CLASSES)
    init = [f"self.{body} = {stack(layers)}", f"self.{head} = {last.code}"]
    code = listing(name, init, [f"return self.{head}(self.{body}(x))"])
    right = [f"{body}.0.weight", f"{body}.0.bias", f"{body}.{place}.weight", f"{head}.weight"]
    right.append(f"{body}.{place}.bias" if bias else f"{head}.bias")
    wrong = [f"{head}.bias" if bias else f"{body}.{place}.bias", f"{body}.1.weight", f"{body}.weight"]
    wrong += [f"self.{head}.weight", f"{body}[0].weight", f"{name}.{head}.weight", f"{head}.0.weight"]
    shown, false = rng.sample(right, rng.randint(2, 4)), [wrong[0], *rng.sample(wrong[1:], rng.randint(2, 3))]
    keys = {each: f"`{each}`" for each in rng.sample([*shown, *false], len(shown) + len(false))}
    forms = [(second, first), (first, second), (second, first + 1), (first * second,)]
    options = {f"shape{n}": f"`{form}`" for n, form in enumerate(forms, start=1)}
    turned = dict(rng.sample(list(options.items()), 4))
    listed, asked = ", ".join(f"`{each}`" for each in shown), f"{body}.0.weight"
    return Question(
        "state-names",
        prompt=both(
            f"{code}\n\nWhich of these names are keys of `model.state_dict()`? And which shape has `{asked}`?",
            f"{code}\n\n다음 이름 가운데 `model.state_dict()`의 키는 무엇입니까? 또 `{asked}`의 형태는 무엇입니까?",
        ),
        fields=[
            several("keys", both("Keys of the state_dict", "state_dict의 키"), keys, shown),
            choice("shape", both(f"Shape of `{asked}`", f"`{asked}`의 형태"), turned, "shape1"),
        ],
        worked={
            "en": "A key is the path from the model to the tensor, joined by dots: attributes by their names, entries of a Sequential by their "
            "numbers from 0, all kinds of layers counted. Here only what is learnt has a key; `self` and the class are no part of it."
            f"\n\nSo the keys are {listed}. A linear layer keeps one row of weights for each output: {options['shape1']}.",
            "ko": "키는 모델에서 텐서까지 가는 길을 점으로 이은 것입니다. 속성은 이름으로, Sequential의 항목은 0부터 센 번호로 적고, 번호는 모든 층에 "
            "붙습니다. 여기서는 학습하는 것에만 키가 있고, `self`나 클래스 이름은 들어가지 않습니다."
            f"\n\n따라서 키는 {listed}입니다. 선형층은 출력마다 가중치를 한 행씩 두므로 형태는 {options['shape1']}입니다.",
        },
    )


def shapes(rng: random.Random) -> Question:
    """Return a stack for images, through which shapes are to be followed."""
    batch, channels, classes = rng.choice([4, 16, 32]), rng.choice([1, 3]), rng.choice([2, 5, 10])
    maps, side, layers, steps, rows = channels, rng.choice([12, 16, 20, 28]), [], [], []
    size = f"({batch}, {channels}, {side}, {side})"
    for turn, filters in enumerate(rng.sample([4, 6, 8], rng.randint(1, 2)), start=1):
        kernel = rng.choice([each for each in (2, 3, 4, 5) if (side - each) % 2 and side > each])
        inside = side - kernel + 1
        pair = [(f"conv{turn}", conv(maps, filters, kernel), inside), (f"pool{turn}", POOL, inside // 2)]
        layers += [pair[0][1], rng.choice(ACTIVATIONS), POOL]
        for place, layer, after in pair:
            many = cell(f"{place}.maps", layer, CHANNELS, filters)
            rows.append([f"`{layer.code}`", many, cell(f"{place}.side", layer, SIDE, after)])
        steps.append((f"- `{pair[0][1].code}`: ", filters, f"${side} - {kernel} + 1 = {inside}$"))
        steps.append((f"- `{POOL.code}`: ", filters, f"${inside} / 2 = {inside // 2}$"))
        maps, side = filters, inside // 2
    flat = maps * side * side
    codes = [*(layer.code for layer in layers), "nn.Flatten()", f"nn.Linear(N, {classes})"]
    forms = [f"({batch}, {classes})", f"({classes}, {batch})", f"({batch}, {flat})", f"(1, {classes})"]
    options = {f"shape{n}": f"`{form}`" for n, form in enumerate(forms, start=1)}
    turned = dict(rng.sample(list(options.items()), 4))
    code = "\n".join(
        ["```python", "net = nn.Sequential(", *(f"    {each}," for each in codes), ")", "y = net(x)", "```"]
    )
    return Question(
        "shapes",
        prompt=both(
            f"`x` has the shape `{size}`: batch, channels, height, width.\n\n{code}\n\nHow many channels leave each of these layers, "
            "and how long is a side of a map? What must `N` be, and which shape has `y`?",
            f"`x`의 형태는 `{size}`입니다. 차례로 배치, 채널, 높이, 너비입니다.\n\n{code}\n\n다음 층을 지나면 채널은 몇 개이고 특성 맵의 한 변은 "
            "얼마입니까? `N`은 얼마여야 하고, `y`의 형태는 무엇입니까?",
        ),
        fields=[
            table("after", both("After the layer", "층을 지난 뒤"), [LAYER, CHANNELS, SIDE], rows),
            number("flat", "`N`", flat),
            choice("shape", both("Shape of `y`", "`y`의 형태"), turned, "shape1"),
        ],
        worked={
            "en": "A convolution with kernels of $k$ by $k$ takes $k - 1$ from a side and leaves one map for each filter; pooling halves the "
            "side and keeps the channels; activations change no shape. `nn.Flatten()` keeps the batch and lays the rest end to end.\n\n"
            + "\n".join(f"{start}{many} channels, side {step}" for start, many, step in steps)
            + f"\n- `nn.Flatten()`: ${maps} \\cdot {side} \\cdot {side} = {flat}$, so `N` is {flat}\n- `y`: {options['shape1']}",
            "ko": "커널이 $k$ × $k$인 합성곱은 한 변을 $k - 1$만큼 줄이고 필터마다 특성 맵을 하나씩 냅니다. 풀링은 한 변을 반으로 줄이고 채널은 그대로 두며, "
            "활성화 함수는 형태를 바꾸지 않습니다. `nn.Flatten()`은 배치는 그대로 두고 나머지를 한 줄로 폅니다.\n\n"
            + "\n".join(f"{start}채널 {many}, 한 변 {step}" for start, many, step in steps)
            + f"\n- `nn.Flatten()`: ${maps} \\cdot {side} \\cdot {side} = {flat}$이므로 `N`은 {flat}\n- `y`: {options['shape1']}",
        },
    )
