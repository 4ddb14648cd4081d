"""Variants of lenet5-table: tables of LeNet-5 and its relatives, to be filled in, and counts of C3.

Every network has square images and maps whose sides halve without a remainder, and at most so many
parameters that a person can still add them up.
"""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass

from graders.quiz import (
    Layer,
    Question,
    Stack,
    both,
    choice,
    count_formula,
    graph_figure,
    grouped,
    layer_lines,
    layer_table,
    number,
    side_formula,
)

MOST_PARAMETERS = 200_000


LAYERS = {
    "C1": both("C1, convolution", "C1 합성곱"),
    "S2": both("S2, max pooling", "S2 최대 풀링"),
    "C3": both("C3, convolution", "C3 합성곱"),
    "S4": both("S4, max pooling", "S4 최대 풀링"),
    "C5": both("C5, fully connected", "C5 완전 연결"),
    "F6": both("F6, fully connected", "F6 완전 연결"),
    "output": both("output, fully connected", "출력 완전 연결"),
}
COLUMNS = ("layer", "kernel", "padding", "maps", "side", "parameters")


@dataclass(frozen=True)
class Net:
    """A network of LeNet-5's form."""

    side: int
    channels: int
    kernels: tuple[int, int]  #: of C1 and C3
    padding: int  #: of C1
    maps: tuple[int, int]  #: of C1 and C3
    neurons: tuple[int, int, int]  #: of C5, F6 and the output

    def stack(self) -> Stack:
        """Its layers, one after the other."""
        stack = Stack(self.side, self.channels)
        for place, padding in enumerate((self.padding, 0)):
            stack.conv(("C1", "C3")[place], self.maps[place], self.kernels[place], padding=padding)
            stack.pool(("S2", "S4")[place])
        for name, neurons in zip(("C5", "F6", "output"), self.neurons, strict=True):
            stack.dense(name, neurons)
        return stack

    def halves_evenly(self) -> bool:
        """Whether no pooling leaves a row or column out."""
        first = self.side + 2 * self.padding - self.kernels[0] + 1
        second = first // 2 - self.kernels[1] + 1
        return first % 2 == second % 2 == 0 and second >= 4


LENET5 = Net(32, 1, (5, 5), 0, (6, 16), (120, 84, 10))


def generate(rng: random.Random) -> Question:
    """Return one question about LeNet-5 or a network like it."""
    kind = rng.choice(["original", "original", "resized", "resized", "resized", "wrong", "wrong", "partial"])
    if kind == "wrong":
        return wrong_count(rng)
    if kind == "partial":
        return partial(rng)
    net = LENET5 if kind == "original" else draw(rng)
    return fill_in(kind, net, rng, given=4 if kind == "original" else 3)


def draw(rng: random.Random) -> Net:
    """Return a network of LeNet-5's form that is not LeNet-5."""
    while True:
        net = Net(
            side=rng.choice([20, 24, 28, 28, 32, 36, 40]),
            channels=rng.choice([1, 1, 3]),
            kernels=(rng.choice([3, 5, 5, 7]), rng.choice([3, 5])),
            padding=rng.choice([0, 0, 1, 2]),
            maps=(rng.choice([4, 6, 8, 10, 12]), rng.choice([8, 10, 12, 16, 20])),
            neurons=(
                rng.choice([60, 80, 100, 120]),
                rng.choice([30, 40, 50, 64, 84]),
                rng.choice([2, 5, 10, 12, 26]),
            ),
        )
        small = net.stack().total <= MOST_PARAMETERS
        if net != LENET5 and net.padding < net.kernels[0] / 2 and net.halves_evenly() and small:
            return net


def fill_in(kind: str, net: Net, rng: random.Random, given: int) -> Question:
    """Return a table whose sizes and counts are to be filled in; so many of them are given."""
    stack = net.stack()
    rows = stack.layers
    asked = [(row.name, "side") for row in rows if row.side is not None]
    asked += [(row.name, "maps") for row in rows if row.name in ("S2", "S4")]
    asked += [(row.name, "parameters") for row in rows]
    for cell in rng.sample(asked, given):
        asked.remove(cell)
    known, grey, side, classes = kind == "original", net.channels == 1, net.side, net.neurons[2]
    colours = {
        "en": "one channel (grey)" if grey else f"{net.channels} channels (colour)",
        "ko": "1개(흑백)" if grey else f"{net.channels}개(컬러)",
    }
    prompt = {
        "en": f"{'LeNet-5' if known else 'A relative of LeNet-5'} takes images of {side}\u00a0×\u00a0{side} with {colours['en']} "
        f"and tells {classes} classes apart. Every map of C3 sees every map of S2. Fill in the empty cells.",
        "ko": f"{'LeNet-5는' if known else 'LeNet-5를 바꾼 이 신경망은'} 크기가 {side}\u00a0×\u00a0{side}이고 채널이 {colours['ko']}인 이미지를 "
        f"클래스 {classes}개로 분류합니다. C3의 특성 맵은 S2의 특성 맵을 모두 봅니다. 빈칸을 채우세요.",
    }
    label = both("The layers from the image to the classes", "이미지에서 클래스까지의 층")
    return Question(
        kind,
        prompt=prompt,
        fields=[layer_table(stack, LAYERS, label, asked, COLUMNS)],
        worked=work_out(stack),
        facts=asdict(net),
        figures=[drawn(net)],
    )


def drawn(net: Net) -> object:
    """Return the figure of a network: the image and the layers that learn, with their maps or neurons."""
    image = f"{net.channels}\n{net.side} × {net.side}"
    kinds = zip(("C1", "C3", "C5", "F6"), (*net.maps, *net.neurons), strict=False)
    last = both(f"output\n{net.neurons[2]}", f"출력\n{net.neurons[2]}")
    labels = [image, *(f"{name}\n{count}" for name, count in kinds), last]
    nodes = [{"id": f"n{index}", "label": label, "x": index, "y": 0} for index, label in enumerate(labels)]
    edges = [(f"n{index}", f"n{index + 1}") for index in range(len(labels) - 1)]
    said = both(
        "The image, the convolutions C1 and C3 with their maps, C5, F6 and the output with their neurons.",
        "이미지, 특성 맵 수를 적은 합성곱층 C1과 C3, 뉴런 수를 적은 C5, F6, 출력층입니다.",
    )
    return graph_figure(
        "network", both("The network", "신경망"), nodes, edges, directed=True, description=said
    )


#: how a count of C3 goes wrong
SLIPS = {
    "bias": both("The biases are missing.", "편향을 빠뜨렸습니다."),
    "depth": both(
        "Each filter sees one map of S2 only.", "필터 하나가 S2의 특성 맵을 하나만 본다고 생각했습니다."
    ),
    "biases": both(
        "Each filter has a bias for every map of S2.", "필터마다 편향을 S2의 특성 맵 수만큼 두었습니다."
    ),
    "sharing": both(
        "Each position has weights of its own: they are not shared.",
        "가중치를 공유하지 않고 위치마다 따로 두었습니다.",
    ),
}


def wrong_count(rng: random.Random) -> Question:
    """Return a wrong count of the parameters of C3, whose mistake is to be found."""
    while True:
        net = draw(rng)
        row = net.stack()["C3"]
        wrong = wrong_counts(row)
        if len({row.parameters, *(count for count, _ in wrong.values())}) == len(wrong) + 1:
            break
    slip = rng.choice(list(wrong))
    told, formula = wrong[slip]
    order = rng.sample(list(SLIPS), len(SLIPS))
    kernel, before, after = row.kernel, row.maps_in, row.maps
    prompt = {
        "en": f"C3 turns {before} maps into {after} maps of {row.side}\u00a0×\u00a0{row.side}, with kernels of "
        f"{kernel}\u00a0×\u00a0{kernel}. Every map of C3 sees every map of S2. Somebody counts {spell(told)} "
        "parameters, which is wrong.",
        "ko": f"C3은 특성 맵 {before}개를 받아 {row.side}\u00a0×\u00a0{row.side} 크기의 특성 맵 {after}개를 냅니다. 커널은 "
        f"{kernel}\u00a0×\u00a0{kernel}이고, C3의 특성 맵은 S2의 특성 맵을 모두 봅니다. 누군가 파라미터를 {spell(told)}개로 "
        "잘못 세었습니다.",
    }
    return Question(
        "wrong-count",
        prompt=prompt,
        fields=[
            choice(
                "mistake",
                both("What went wrong?", "무엇을 잘못했습니까?"),
                {name: SLIPS[name] for name in order},
                slip,
            ),
            number("C3.parameters", both("The right count", "올바른 개수"), row.parameters),
        ],
        worked=explain(row, slip, told, formula),
        facts={"kernel": kernel, "in": before, "out": after, "side": row.side, "told": told},
    )


def wrong_counts(row: Layer) -> dict[str, tuple[int, str]]:
    """Return what each mistake makes of the parameters of a convolution, and its formula."""
    k, c, m, n = row.kernel, row.maps_in, row.maps, row.side
    return {
        "bias": (k * k * c * m, rf"{k} \cdot {k} \cdot {c} \cdot {m}"),
        "depth": ((k * k + 1) * m, rf"({k} \cdot {k} + 1) \cdot {m}"),
        "biases": ((k * k + 1) * c * m, rf"({k} \cdot {k} + 1) \cdot {c} \cdot {m}"),
        "sharing": (
            (k * k * c + 1) * m * n * n,
            rf"({k} \cdot {k} \cdot {c} + 1) \cdot {m} \cdot {n} \cdot {n}",
        ),
    }


def explain(row: Layer, slip: str, told: int, formula: str) -> dict[str, str]:
    """Return what was counted and what should have been."""
    k, c, m = row.kernel, row.maps_in, row.maps
    mistaken = f"${formula} = {grouped(told)}$"
    right = rf"$({k} \cdot {k} \cdot {c} + 1) \cdot {m} = {grouped(row.parameters)}$"
    return {
        "en": f"A filter of C3 has ${k} \\cdot {k}$ weights for each of the {c} maps of S2, one bias, and the same "
        f"weights at every position. {m} filters have {right} parameters.\n\nThe count told is {mistaken}.\n\n"
        f"{SLIPS[slip]['en']} The right count is {right}.",
        "ko": f"C3의 필터 하나에는 S2의 특성 맵 {c}개 각각에 대한 가중치가 ${k} \\cdot {k}$개씩 있고, 편향은 하나이며, "
        f"모든 위치에서 같은 가중치를 씁니다. 필터가 {m}개이므로 {right}개입니다.\n\n잘못 센 식은 {mistaken}입니다.\n\n"
        f"{SLIPS[slip]['ko']} 올바른 개수는 {right}개입니다.",
    }


#: in the paper, how many maps of C3 see how many maps of S2
PAPER = ((6, 3), (9, 4), (1, 6))
WHY = {
    "differ": both(
        "There are fewer connections, and maps that see other inputs learn other features.",
        "연결 수가 줄고, 서로 다른 입력을 보는 특성 맵이 서로 다른 특성을 배웁니다.",
    ),
    "larger": both("The maps of C3 become larger.", "C3의 특성 맵이 더 커집니다."),
    "bias": both("The maps of C3 need no biases any more.", "C3의 특성 맵에 편향이 필요 없어집니다."),
    "anysize": both(
        "The network accepts images of any size.", "신경망에 아무 크기의 이미지나 넣을 수 있습니다."
    ),
}


def partial(rng: random.Random) -> Question:
    """Return a C3 whose maps see only some maps of S2, as in the paper of 1998."""
    kernel, before, groups = 5, 6, PAPER
    if rng.random() < 0.8:
        kernel, before = rng.choice([3, 5]), rng.choice([6, 8])
        few, more = rng.choice([2, 3]), rng.choice([4, 5])
        groups = ((rng.randint(3, 8), few), (rng.randint(3, 9), more), (rng.randint(1, 3), before))
    after = sum(count for count, _ in groups)
    counts = {
        "partial": sum((kernel * kernel * seen + 1) * count for count, seen in groups),
        "full": (kernel * kernel * before + 1) * after,
    }
    listed = {
        "en": "\n".join(
            f"- {spell(count)} map{'s' * (count > 1)} of C3: {seen} maps of S2" for count, seen in groups
        ),
        "ko": "\n".join(f"- C3의 특성 맵 {count}개: S2의 특성 맵 {seen}개" for count, seen in groups),
    }
    prompt = {
        "en": f"As in the paper of 1998, a map of C3 sees only some of the {before} maps of S2. Kernels are "
        f"{kernel}\u00a0×\u00a0{kernel}, and each map of C3 has one bias. The list says how many:\n\n"
        f"{listed['en']}",
        "ko": f"1998년 논문처럼 C3의 특성 맵은 S2의 특성 맵 {before}개 가운데 일부만 봅니다. 커널은 {kernel}\u00a0×\u00a0{kernel}이고, "
        f"C3의 특성 맵마다 편향이 하나 있습니다. C3의 특성 맵 하나가 보는 S2의 특성 맵 수는 다음과 같습니다.\n\n{listed['ko']}",
    }
    order = rng.sample(list(WHY), len(WHY))
    return Question(
        "partial-c3",
        prompt=prompt,
        fields=[
            number("partial", both("Parameters of C3", "C3의 파라미터 수"), counts["partial"]),
            number(
                "full",
                both("Parameters if every map saw all of S2", "모두 연결했을 때의 파라미터 수"),
                counts["full"],
            ),
            choice(
                "why",
                both("Why did the authors leave connections out?", "저자들은 왜 연결을 일부 뺐습니까?"),
                {name: WHY[name] for name in order},
                "differ",
            ),
        ],
        worked=count_connections(kernel, before, groups, counts),
        facts={"kernel": kernel, "before": before, "groups": [list(each) for each in groups]},
    )


def count_connections(
    kernel: int, before: int, groups: tuple[tuple[int, int], ...], counts: dict[str, int]
) -> dict[str, str]:
    """Return the two counts step by step."""
    steps = "\n".join(
        rf"- ${count} \cdot ({kernel} \cdot {kernel} \cdot {seen} + 1) = {grouped((kernel**2 * seen + 1) * count)}$"
        for count, seen in groups
    )
    after = sum(count for count, _ in groups)
    full = rf"${after} \cdot ({kernel} \cdot {kernel} \cdot {before} + 1) = {grouped(counts['full'])}$"
    return {
        "en": f"A map that sees $s$ maps has $k \\cdot k \\cdot s$ weights and one bias:\n\n{steps}\n\nTogether these are "
        f"{spell(counts['partial'])} parameters. If all {after} maps of C3 saw all {before} of S2, there would be {full}. "
        f"{WHY['differ']['en']}",
        "ko": f"특성 맵 $s$개를 보는 특성 맵의 가중치는 $k \\cdot k \\cdot s$개이고 편향은 하나입니다.\n\n{steps}\n\n모두 합하면 "
        f"{spell(counts['partial'])}개입니다. C3의 특성 맵 {after}개가 S2의 특성 맵 {before}개를 모두 본다면 {full}개입니다. "
        f"{WHY['differ']['ko']}",
    }


def work_out(stack: Stack) -> dict[str, str]:
    """Return sides and counts step by step, and the whole table at the end."""
    rows, last = stack.layers, stack["S4"]
    steps = [f"- {row.name}: ${side_formula(row)}$" for row in rows[:4]]
    sides = [str(rows[0].side_in), *(str(row.side) for row in rows[:4])]
    seen = rf"${last.maps} \cdot {last.side} \cdot {last.side} = {grouped(rows[4].maps_in)}$"
    counts = "\n".join(f"- {row.name}: ${count_formula(row)}$" for row in rows if row.parameters)
    chain = r" \to ".join(sides)
    return {
        "en": "**Sides.**\n\n"
        + "\n".join(steps)
        + f"\n\nSo the side goes ${chain}$. A pooling keeps the number of maps and "
        f"learns nothing.\n\n**Parameters.** C5 sees {seen} numbers.\n\n{counts}\n\n**The table.**\n\n{layer_lines(stack, LAYERS, 'en', COLUMNS)}",
        "ko": "**한 변.**\n\n"
        + "\n".join(steps)
        + f"\n\n한 변은 다음 순서로 바뀝니다: ${chain}$. 풀링은 특성 맵 수를 그대로 두고, 학습하는 파라미터가 "
        f"없습니다.\n\n**파라미터.** C5가 받는 수의 개수는 {seen}입니다.\n\n{counts.replace('output', '출력층')}\n\n**완성한 표.**\n\n{layer_lines(stack, LAYERS, 'ko', COLUMNS)}",
    }


def spell(value: int) -> str:
    """Return a whole number with its thousands set apart."""
    return f"{value:,}"
