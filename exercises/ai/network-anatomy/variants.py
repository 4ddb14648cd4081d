"""Variants of network-anatomy: neurons and small networks to compute with, parameters to count, parts to name."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from graders.quiz import (
    Question,
    both,
    choice,
    decimal,
    exact,
    graph_figure,
    grouped,
    matching,
    number,
    spell,
)

Numbers = list[Fraction]
EXACT = both("Give the numbers exactly.", "수는 정확하게 답하세요.")
FUNCTIONS = {
    "relu": both("The activation function is ReLU.", "활성화 함수는 ReLU입니다."),
    "step": both(
        r"The activation function is the step function: 1 for $z \ge 0$, 0 for $z < 0$.",
        r"활성화 함수는 계단 함수입니다($z \ge 0$이면 1, $z < 0$이면 0).",
    ),
    "none": both("There is no activation function.", "활성화 함수는 없습니다."),
}
PARTS = {
    "input": both("input layer", "입력층"),
    "hidden": both("hidden layer", "은닉층"),
    "output": both("output layer", "출력층"),
    "weight": both("weight", "가중치"),
    "bias": both("bias", "편향"),
    "transfer": both("transfer function", "전달 함수"),
    "activation": both("activation function", "활성화 함수"),
    "loss": both("loss function", "손실 함수"),
}
#: what is said of a part, and of no other
SAID = (
    ("input", both("holds the data as they come, and computes nothing", "데이터를 받은 그대로 담고 아무것도 계산하지 않습니다")),
    ("input", both("has as many nodes as an example has features", "노드의 수가 예제의 특성 수와 같습니다")),
    ("input", both("its nodes have neither bias nor activation", "노드에 편향도 활성화 함수도 없습니다")),
    ("hidden", both("lies between two other layers", "다른 두 층 사이에 있습니다")),
    ("hidden", both("the values of its nodes are neither data nor the answer", "노드의 값이 데이터도 아니고 최종 답도 아닙니다")),
    ("hidden", both("deep networks have many such layers", "심층 신경망에는 이런 층이 여러 개 있습니다")),
    ("output", both("its values are the network's answer", "값이 곧 신경망의 답입니다")),
    ("output", both("has one node for each of ten exclusive classes", "서로 겹치지 않는 클래스가 열 개이면 노드도 열 개입니다")),
    ("output", both("its form follows from the task: a number, a class, several labels",
                    "수 하나, 클래스 하나, 레이블 여러 개처럼 과제에 따라 모양이 정해집니다")),
    ("weight", both("belongs to one connection between two nodes", "두 노드를 잇는 연결 하나에 하나씩 있습니다")),
    ("weight", both("near 0 it lets a node ignore what arrives on that way", "0에 가까우면 그 길로 들어온 값이 거의 무시됩니다")),
    ("weight", both("multiplies the value that a connection carries", "연결을 따라온 값에 곱합니다")),
    ("bias", both("is added whatever the inputs are", "입력이 무엇이든 더합니다")),
    ("bias", both("is what the weighted sum amounts to when all inputs are 0", "입력이 모두 0일 때의 가중합과 같습니다")),
    ("bias", both("shifts the point from which a node becomes active", "노드가 활성화되기 시작하는 지점을 옮깁니다")),
    ("transfer", both("adds up the products of weights and inputs, and the bias", "가중치와 입력의 곱을 모두 더하고 편향을 더합니다")),
    ("transfer", both("turns all values that arrive at a node into its one weighted sum", "노드에 들어온 여러 값을 가중합 하나로 만듭니다")),
    ("transfer", both("computes $z$ from the inputs, before anything is bent", "구부리기 전의 $z$를 입력에서 계산합니다")),
    ("activation", both("makes the step from $z$ to $a$, usually not along a straight line",
                        "$z$를 $a$로 바꾸며, 보통 직선이 아닙니다")),
    ("activation", both("without it many layers could do no more than one", "없으면 층을 아무리 쌓아도 한 층과 다를 것이 없습니다")),
    ("activation", both("ReLU and the sigmoid are examples of it", "ReLU와 시그모이드가 그 예입니다")),
    ("loss", both("compares predictions with the true answers", "예측을 실제 정답과 비교합니다")),
    ("loss", both("is the number that training makes smaller", "훈련이 줄이려는 수입니다")),
    ("loss", both("needs the labels, besides the network's answer", "신경망의 답 말고도 레이블이 있어야 계산됩니다")),
)  # fmt: skip
#: what is to be predicted, in {n} parts, of what kind
TASKS = (
    ("number", both("the price of a flat", "아파트의 가격")),
    ("number", both("tomorrow's highest temperature", "내일의 최고 기온")),
    ("number", both("the age of a tree from a photo of its trunk", "줄기 사진으로 알아내는 나무의 나이")),
    ("numbers", both("the rainfall in mm of each of the next {n} days", "앞으로 {n}일 동안 하루하루의 강수량(mm)")),
    ("numbers", both("the sales of each of {n} shops next month", "가게 {n}곳의 다음 달 매출액 각각")),
    ("numbers", both("the angles of all {n} joints of a robot", "로봇 관절 {n}개의 각도 모두")),
    ("yes-no", both("whether a mail is spam or not", "메일이 스팸인지 아닌지")),
    ("yes-no", both("whether a customer will cancel within a year", "고객이 1년 안에 해지할지 말지")),
    ("yes-no", both("whether a part is defective", "부품이 불량인지 아닌지")),
    ("one-of", both("which one of {n} kinds of clothing a photo shows", "사진 속 옷이 종류 {n}개 가운데 어느 하나인지")),
    ("one-of", both("in which one of {n} languages a text is written", "글이 언어 {n}개 가운데 어느 하나로 쓰였는지")),
    ("one-of", both("to which one of {n} species a flower belongs", "꽃이 {n}가지 종 가운데 어느 하나에 속하는지")),
    ("any-of", both("which of {n} things appear in a photo, none or several of them", "사물 {n}가지 가운데 사진에 나오는 것 모두(없거나 여럿일 수 있음)")),
    ("any-of", both("which of {n} topics an article touches, often more than one", "주제 {n}개 가운데 기사가 다루는 것 모두(둘 이상일 때가 많음)")),
    ("any-of", both("which of {n} instruments play in a recording, one or more", "악기 {n}가지 가운데 녹음에서 연주되는 것 모두(하나 이상)")),
)  # fmt: skip
HEADS = {
    "identity": both("none: the weighted sum itself", "없음(가중합 그대로)"),
    "sigmoid": both("sigmoid at each node", "노드마다 시그모이드"),
    "softmax": both("softmax over all nodes", "모든 노드에 걸친 소프트맥스"),
}
WHY = {
    "number": both("One number is asked for, of any size", "크기에 제한이 없는 수 하나를 예측합니다"),
    "numbers": both("Several numbers are asked for, of any size", "크기에 제한이 없는 수 여러 개를 예측합니다"),
    "yes-no": both("The probability of yes says it all", "‘예’의 확률 하나면 충분합니다"),
    "one-of": both("Exactly one class is right, so the probabilities add up to 1", "정답 클래스가 하나뿐이므로 확률의 합이 1입니다"),
    "any-of": both("Each label is a yes or no of its own, so the probabilities need not add up to 1",
                   "레이블마다 따로 예와 아니요를 정하므로 확률의 합이 1일 필요가 없습니다"),
}  # fmt: skip


def generate(rng: random.Random) -> Question:
    """Return one question about a network or its parts."""
    return rng.choice([neuron, forward, changes, parameter_count, parts, output_layer])(rng)


def halves(rng: random.Random, count: int) -> Numbers:
    """Return weights other than 0, in steps of a half."""
    return [Fraction(rng.choice([-4, -3, -2, -1, 1, 2, 3, 4, 5]), 2) for _ in range(count)]


def values(rng: random.Random, count: int) -> Numbers:
    """Return inputs other than 0."""
    return [Fraction(rng.choice([-2, -1, 1, 2, 3, 4])) for _ in range(count)]


def weigh(weights: Numbers, inputs: Numbers, bias: Fraction) -> Fraction:
    """Return the weighted sum."""
    return sum((w * x for w, x in zip(weights, inputs, strict=True)), bias)


def apply(function: str, z: Fraction) -> Fraction:
    """Return the activation."""
    return {"relu": max(z, Fraction(0)), "step": Fraction(z >= 0), "none": z}[function]


def tex(value: Fraction) -> str:
    """Return a number for a formula, in brackets where it is negative."""
    return f"({decimal(value)})" if value < 0 else decimal(value)


def steps(weights: Numbers, inputs: Numbers, bias: Fraction) -> str:
    """Return the weighted sum as a formula without its result."""
    return " + ".join(
        [*(rf"{tex(w)} \cdot {tex(x)}" for w, x in zip(weights, inputs, strict=True)), tex(bias)]
    )


def plain(found: Any) -> Any:
    """Return numbers as texts, within lists."""
    return [plain(each) for each in found] if isinstance(found, list) else str(found)


def drawn(layers: list[list[tuple[str, Fraction | None]]], weights: list[list[Numbers]]) -> Any:
    """Return the figure of a network: names with an input or a bias by layer, and weights[layer][to][from]."""
    nodes, edges = [], []
    for column, layer in enumerate(layers):
        spread = (3.0, 1.6, 0.0)[column] if len(layers) == 3 else (2.0, 0.0)[column]
        for row, (name, value) in enumerate(layer):
            sign = "=" if column == 0 else "\nb ="
            label = f"{name} {sign} {spell(value)}"
            place = (len(layer) - 1) / 2 - row
            nodes.append({"id": name, "label": label, "x": 4 * column, "y": round(place * spread, 2)})
    for column, matrix in enumerate(weights):
        for (end, _), row in zip(layers[column + 1], matrix, strict=True):
            for (start, _), weight in zip(layers[column], row, strict=True):
                edges.append({"start": start, "end": end, "label": spell(weight)})
    title = both("A neuron", "뉴런") if len(layers) == 2 else both("A network", "신경망")
    return graph_figure("network", title, nodes, edges, directed=True)


def draw_neuron(rng: random.Random) -> tuple[Numbers, Numbers, Fraction]:
    """Return inputs, weights and a bias, none of which is without effect."""
    while True:
        count = rng.choice([2, 3, 3])
        inputs, weights, (bias,) = values(rng, count), halves(rng, count), halves(rng, 1)
        z = weigh(weights, inputs, bias)
        if z != 0 and z != bias and sum(weights) + bias != z:
            return inputs, weights, bias


def neuron(rng: random.Random) -> Question:
    """Return a drawn neuron whose sum and output are to be computed."""
    inputs, weights, bias = draw_neuron(rng)
    function, z = rng.choice(["relu", "step", "relu", "none"]), weigh(weights, inputs, bias)
    a, name = apply(function, z), FUNCTIONS[function]
    layers = [[(f"x{place}", x) for place, x in enumerate(inputs, start=1)], [("n", bias)]]
    told = rf"$z = {steps(weights, inputs, bias)} = {decimal(z)}$"
    return Question(
        "neuron",
        prompt=both(
            f"The numbers on the connections are weights. {name['en']} Compute the weighted sum $z$ and what the neuron hands "
            f"on. {EXACT['en']}",
            f"연결에 적힌 수는 가중치입니다. {name['ko']} 가중합 $z$와 뉴런이 넘기는 값을 구하세요. {EXACT['ko']}",
        ),
        fields=[
            number("z", both("Weighted sum $z$", "가중합 $z$"), exact(z)),
            number("a", both("Output $a$", "출력 $a$"), exact(a)),
        ],
        figures=[drawn(layers, [[weights]])],
        worked=both(
            f"Multiply along the connections, add the bias, then bend.\n\n{told}, so $a = {decimal(a)}$.",
            f"연결을 따라 곱해 더하고, 편향을 더한 뒤 활성화 함수를 적용합니다.\n\n{told}이므로 $a = {decimal(a)}$입니다.",
        ),
        facts={"inputs": plain(inputs), "weights": plain(weights), "bias": str(bias), "function": function},
    )


def forward(rng: random.Random) -> Question:
    """Return a network of two hidden nodes to be computed forwards."""
    while True:
        inputs, first, biases = values(rng, 2), [halves(rng, 2), halves(rng, 2)], halves(rng, 2)
        last, (bias,) = halves(rng, 2), halves(rng, 1)
        sums = [weigh(row, inputs, b) for row, b in zip(first, biases, strict=True)]
        hidden = [apply("relu", z) for z in sums]
        y = weigh(last, hidden, bias)
        if hidden[0] != hidden[1] and 0 not in sums and (min(sums) < 0 or rng.random() < 0.2):
            break
    layers: Any = [
        [("x1", inputs[0]), ("x2", inputs[1])],
        [("h1", biases[0]), ("h2", biases[1])],
        [("y", bias)],
    ]
    lines = [
        rf"- $h_{n} = \mathrm{{ReLU}}({steps(row, inputs, b)}) = \mathrm{{ReLU}}({decimal(z)}) = {decimal(h)}$"
        for n, row, b, z, h in zip((1, 2), first, biases, sums, hidden, strict=True)
    ]
    lines.append(f"- $y = {steps(last, hidden, bias)} = {decimal(y)}$")
    summed = "\n".join(lines)
    return Question(
        "forward",
        prompt=both(
            "The hidden nodes $h_1$ and $h_2$ have ReLU, the output $y$ has no activation function. Weights stand on the "
            f"connections. Compute the values of the three nodes. {EXACT['en']}",
            "은닉 노드 $h_1$과 $h_2$의 활성화 함수는 ReLU이고, 출력 $y$에는 활성화 함수가 없습니다. 연결에 적힌 수는 가중치입니다. "
            f"세 노드의 값을 구하세요. {EXACT['ko']}",
        ),
        fields=[
            number("h1", both("$h_1$ after ReLU", "ReLU를 적용한 $h_1$"), exact(hidden[0])),
            number("h2", both("$h_2$ after ReLU", "ReLU를 적용한 $h_2$"), exact(hidden[1])),
            number("y", both("Output $y$", "출력 $y$"), exact(y)),
        ],
        figures=[drawn(layers, [first, [last]])],
        worked=both(
            f"Layer by layer; ReLU turns negative sums into 0.\n\n{summed}",
            f"층마다 차례로 계산합니다. ReLU는 음의 가중합을 0으로 만듭니다.\n\n{summed}",
        ),
        facts={"inputs": plain(inputs), "first": plain(first), "biases": plain(biases), "last": plain(last),
               "bias": str(bias)},
    )  # fmt: skip


def changes(rng: random.Random) -> Question:
    """Return a neuron whose input changes, and whose bias is to be chosen."""
    inputs, weights, bias = draw_neuron(rng)
    place, more = rng.randrange(len(inputs)), Fraction(rng.choice([-3, -2, 2, 3, 4]))
    z, delta = weigh(weights, inputs, bias), weights[place] * more
    wanted = bias - z
    layers = [[(f"x{n}", x) for n, x in enumerate(inputs, start=1)], [("n", bias)]]
    moved = both(
        f"grows by {decimal(more)}" if more > 0 else f"falls by {decimal(-more)}",
        f"{decimal(more)}만큼 커지면" if more > 0 else f"{decimal(-more)}만큼 작아지면",
    )
    total = f"$z = {steps(weights, inputs, bias)} = {decimal(z)}$"
    change = rf"${tex(weights[place])} \cdot {tex(more)} = {decimal(delta)}$"
    return Question(
        "changes",
        prompt=both(
            f"By how much does the weighted sum change if $x_{place + 1}$ alone {moved['en']}? And which bias, in place of the "
            f"drawn one, makes the weighted sum of the drawn inputs exactly 0? {EXACT['en']}",
            f"$x_{place + 1}$만 {moved['ko']} 가중합은 얼마나 변합니까? 또 그림의 입력에서 가중합이 정확히 0이 되려면 편향을 얼마로 바꾸어야 "
            f"합니까? {EXACT['ko']}",
        ),
        fields=[
            number("change", both("Change of $z$ (with its sign)", "$z$의 변화량(부호 포함)"), exact(delta)),
            number("bias", both("Bias for $z = 0$", "$z = 0$이 되는 편향"), exact(wanted)),
        ],
        figures=[drawn(layers, [[weights]])],
        worked=both(
            f"The sum changes by the weight times the change of the input. As drawn, {total}.\n\nChange: {change}. A bias smaller "
            f"by the sum: ${tex(bias)} - {tex(z)} = {decimal(wanted)}$.",
            f"입력이 변한 양에 가중치를 곱한 만큼 가중합이 변합니다. 그림의 가중합은 {total}입니다.\n\n변화량은 {change}입니다. 편향을 가중합만큼 줄이면 "
            f"${tex(bias)} - {tex(z)} = {decimal(wanted)}$입니다.",
        ),
        facts={
            "inputs": plain(inputs),
            "weights": plain(weights),
            "bias": str(bias),
            "place": place,
            "more": int(more),
        },
    )


def parameter_count(rng: random.Random) -> Question:
    """Return the sizes of layers whose parameters are to be counted."""
    while True:
        sizes = [rng.choice([3, 4, 6, 8, 10, 13, 20, 64]), rng.choice([5, 8, 12, 16, 32])]
        sizes += [rng.choice([4, 6, 8, 16])] * rng.randint(0, 1) + [rng.choice([1, 2, 3, 5, 10])]
        pairs = list(zip(sizes, sizes[1:], strict=False))
        weights, biases = [a * b for a, b in pairs], sum(sizes[1:])
        if len({*weights, biases, sum(weights), sum(sizes)}) == len(weights) + 3:
            break
    total, shown = sum(weights) + biases, "–".join(map(str, sizes))
    products = " + ".join(rf"{a} \cdot {b}" for a, b in pairs)
    added = " + ".join(map(str, sizes[1:]))
    first = rf"${sizes[0]} \cdot {sizes[1]} = {grouped(weights[0])}$"
    lines = (
        rf"${products} = {grouped(sum(weights))}$",
        f"${added} = {biases}$",
        f"${grouped(sum(weights))} + {biases} = {grouped(total)}$",
    )
    return Question(
        "parameter-count",
        prompt=both(
            f"A fully connected network has layers of {shown} nodes, the input layer first; every node outside of the input "
            "layer has a bias. How many weights and biases are there?",
            f"완전 연결 신경망의 노드 수는 입력층부터 차례로 {shown}이고, 입력층 밖의 노드에는 모두 편향이 있습니다. 가중치와 편향은 몇 개입니까?",
        ),
        fields=[
            number(
                "first",
                both("Weights between the first two layers", "첫째 층과 둘째 층 사이의 가중치 수"),
                weights[0],
            ),
            number("weights", both("All weights", "전체 가중치 수"), sum(weights)),
            number("biases", both("All biases", "전체 편향 수"), biases),
            number("total", both("Parameters", "파라미터 수"), total),
        ],
        worked=both(
            f"Between two layers every node meets every node; biases belong to all layers but the input.\n\n- first two layers: {first}\n"
            f"- weights: {lines[0]}\n- biases: {lines[1]}\n- parameters: {lines[2]}",
            f"두 층 사이에서는 모든 노드끼리 연결되고, 편향은 입력층을 뺀 모든 층에 있습니다.\n\n- 첫 두 층 사이: {first}\n"
            f"- 가중치: {lines[0]}\n- 편향: {lines[1]}\n- 파라미터: {lines[2]}",
        ),
        facts={"sizes": sizes},
    )


def parts(rng: random.Random) -> Question:
    """Return four statements, each about another part of a network."""
    names = rng.sample(list(PARTS), 4)
    said = [rng.choice([text for part, text in SAID if part == name]) for name in names]
    items = {f"s{place}": text for place, text in enumerate(said, start=1)}
    options = {key: PARTS[key] for key in PARTS if key in names or rng.random() < 0.5}
    ends = {
        lang: "\n".join(
            f"- {text[lang]}: {PARTS[name][lang]}" for name, text in zip(names, said, strict=True)
        )
        for lang in ("en", "ko")
    }
    return Question(
        "parts",
        prompt=both(
            "Of which part of a network is each of these true?",
            "다음 설명은 각각 신경망의 어느 구성 요소에 관한 것입니까?",
        ),
        fields=[
            matching("part", both("Part", "구성 요소"), items, options, dict(zip(items, names, strict=True)))
        ],
        worked=both(
            f"Each part in one line:\n\n{ends['en']}",
            f"구성 요소를 한 줄씩 짝지으면 다음과 같습니다.\n\n{ends['ko']}",
        ),
        facts={"said": [text["en"] for text in said]},
    )


def output_layer(rng: random.Random) -> Question:
    """Return a task whose output layer is to be chosen."""
    kind, text = rng.choice(TASKS)
    n = rng.randint(3, 12)
    nodes = 1 if kind in ("number", "yes-no") else n
    head = {"number": "identity", "numbers": "identity", "one-of": "softmax"}.get(kind, "sigmoid")
    task = {lang: words.format(n=n) for lang, words in text.items()}
    word = "node" if nodes == 1 else "nodes"
    return Question(
        "output-layer",
        prompt=both(
            f"A network is to predict **{task['en']}**. The output layer has one node for each number, class or label; a yes or "
            "no takes a single node. How many nodes does it have, and which activation function turns their weighted sums into "
            "the numbers or probabilities that are wanted?",
            f"다음을 예측하는 신경망을 만들려고 합니다: **{task['ko']}**. 출력층에는 예측할 수, 클래스, 레이블마다 노드를 하나씩 두고, 예와 아니요는 "
            "노드 하나로 나타냅니다. 노드는 몇 개이고, 가중합을 예측할 수나 확률로 바꾸는 활성화 함수는 무엇입니까?",
        ),
        fields=[
            number("nodes", both("Nodes", "노드 수"), nodes),
            choice("head", both("Activation function", "활성화 함수"), HEADS, head),
        ],
        worked=both(
            f"{WHY[kind]['en']}.\n\n{nodes} {word}; {HEADS[head]['en']}.",
            f"{WHY[kind]['ko']}.\n\n노드 {nodes}개, {HEADS[head]['ko']}입니다.",
        ),
        facts={"kind": kind, "n": n},
    )
