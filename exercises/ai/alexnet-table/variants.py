"""Variants of alexnet-table: tables of AlexNet in both of its forms, the side of 55, and counts of conv2."""

from __future__ import annotations

import random

from graders.quiz import (
    Question,
    Stack,
    both,
    choice,
    count_formula,
    graph_figure,
    grouped,
    layer_lines,
    layer_table,
    matching,
    number,
    side_formula,
)

NAMES = {
    **{f"conv{i}": both(f"conv{i}, convolution", f"conv{i} 합성곱") for i in range(1, 6)},
    **{f"pool{i}": both(f"pool{i}, max pooling", f"pool{i} 최대 풀링") for i in (1, 2, 5)},
    "average": both("adaptive average pooling", "적응형 평균 풀링"),
    **{f"fc{i}": both(f"fc{i}, fully connected", f"fc{i} 완전 연결") for i in (6, 7, 8)},
}
LABEL = both("The layers from the image to the classes", "이미지에서 클래스까지의 층")
PAPER = {
    "side": 227,
    "padding": 0,
    "maps": [96, 256, 384, 384, 256],
    "groups": [1, 2, 1, 2, 2],
    "adapted": False,
}
STREAM = {"side": 224, "padding": 2, "maps": [64, 192, 384, 256, 256], "groups": [1] * 5, "adapted": True}
TOWERS = ("layer", "kernel", "seen", "maps", "side", "parameters")
POOLED = ("conv1", "conv2", "conv5")


def build(facts: dict[str, object]) -> Stack:
    """Return AlexNet's layers for a side, numbers of maps, groups, a padding of conv1 and classes."""
    side, maps, groups, padding, neurons, classes, adapted = (
        facts[key] for key in ("side", "maps", "groups", "padding", "neurons", "classes", "adapted")
    )
    stack = Stack(side, 3)
    for i, (kernel, rim) in enumerate(((11, padding), (5, 2), (3, 1), (3, 1), (3, 1))):
        name = f"conv{i + 1}"
        stack.conv(name, maps[i], kernel, stride=1 if i else 4, padding=rim, groups=groups[i])
        if name in POOLED:
            stack.pool(f"pool{i + 1}", 3, 2)
    if adapted:
        stack.adapt("average", 6)
    for name, count in (("fc6", neurons), ("fc7", neurons), ("fc8", classes)):
        stack.dense(name, count)
    return stack


def generate(rng: random.Random) -> Question:
    """Return one question about AlexNet or a network like it."""
    kind = rng.choice(["single", "resized", "resized", "towers", "towers", "side", "count", "which", "which"])
    if kind in ("single", "resized"):
        return single_stream(rng, kind == "single")
    return {"towers": two_towers, "side": first_side, "count": wrong_count, "which": which_network}[kind](rng)


def single_stream(rng: random.Random, known: bool) -> Question:
    """Return the table of the single stream, as torchvision has it or for other images and widths."""
    maps, neurons, classes, side = [64, 192, 384, 256, 256], 4096, 1000, 224
    if not known:
        width = rng.choice([4, 8, 10, 16, 20, 32])
        maps = [width * times for times in (1, 3, 6, 4, 4)]
        neurons, classes = rng.choice([100, 200, 256, 500]), rng.choice([2, 5, 10, 20, 100])
        side = rng.choice([128, 160, 192, 240, 256, 288, 320])
    facts = STREAM | {"side": side, "maps": maps, "neurons": neurons, "classes": classes}
    stack = build(facts)
    asked = [(layer.name, "side") for layer in stack.layers if layer.stride]
    asked += [(name, "maps") for name in ("pool1", "pool5")]
    asked += [(layer.name, "parameters") for layer in stack.layers if layer.parameters]
    first = both(
        "This is a relative of AlexNet in one stream.", "단일 스트림 AlexNet의 크기를 바꾼 신경망입니다."
    )
    if known:
        first = both(
            "This is AlexNet as torchvision has it.", "torchvision에 있는 단일 스트림 AlexNet입니다."
        )
    prompt = {
        "en": f"{first['en']} It takes images of {side}\u00a0×\u00a0{side} with three channels and tells {classes:,} classes "
        "apart. Fill in the empty cells.",
        "ko": f"{first['ko']} 크기가 {side}\u00a0×\u00a0{side}이고 채널이 세 개인 이미지를 클래스 {classes:,}개로 분류합니다. "
        "빈칸을 채우세요.",
    }
    return Question(
        "single-stream" if known else "resized",
        prompt=prompt,
        fields=[layer_table(stack, NAMES, LABEL, rng.sample(asked, 8))],
        worked=work_out(stack),
        facts=facts,
        figures=[drawn(stack, 1)],
    )


def two_towers(rng: random.Random) -> Question:
    """Return the table of the network on two devices, as in 2012 or with other numbers of maps."""
    half, neurons, classes, known = [48, 128, 192, 192, 128], 4096, 1000, rng.random() < 0.4
    if not known:
        half = [
            rng.choice(some) for some in ([8, 10, 16], [20, 24, 32], [30, 32, 40], [30, 32, 40], [16, 20, 24])
        ]
        neurons, classes = rng.choice([100, 200, 400]), rng.choice([5, 10, 20])
    facts = PAPER | {"maps": [2 * each for each in half], "neurons": neurons, "classes": classes}
    stack = build(facts)
    seen = rng.sample([("conv2", "seen"), ("conv3", "seen"), ("conv4", "seen"), ("conv5", "seen")], 3)
    counts = rng.sample(
        [(name, "parameters") for name in ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6")], 4
    )
    start = both("This network is built like AlexNet in 2012", "2012년의 AlexNet처럼 만든 신경망입니다")
    if known:
        start = both("This is AlexNet as the paper of 2012 has it", "2012년 논문의 AlexNet입니다")
    prompt = {
        "en": f"{start['en']}, on two devices. Each device holds half of the maps of every convolution. A map of conv3 "
        "sees all maps of conv2; a map of conv2, conv4 or conv5 sees only those on its own device. The fully connected "
        "layers see everything. Images have 227\u00a0×\u00a0227 pixels and three channels, which conv1 sees whole. "
        "Fill in the empty cells; maps and parameters are those of both devices together.",
        "ko": f"{start['ko']}. 장치 두 대가 합성곱층마다 특성 맵을 절반씩 맡습니다. conv3의 특성 맵은 conv2의 특성 맵을 모두 "
        "보지만, conv2, conv4, conv5의 특성 맵은 자기 장치의 것만 봅니다. 완전 연결층은 모두 봅니다. 이미지는 "
        "227\u00a0×\u00a0227이고 채널이 세 개이며, conv1은 채널을 모두 봅니다. 빈칸을 채우세요. 특성 맵 수와 파라미터 수는 "
        "두 장치를 합한 수입니다.",
    }
    return Question(
        "two-towers",
        prompt=prompt,
        fields=[layer_table(stack, NAMES, LABEL, seen + counts, TOWERS)],
        worked=work_out(stack, TOWERS),
        facts=facts,
        figures=[drawn(stack, 2)],
    )


def drawn(stack: Stack, rows: int) -> object:
    """Return the figure of a network, in one row or with the convolutions in two."""
    side = stack.layers[0].side_in
    nodes = [{"id": "image", "label": f"3\n{side} × {side}", "x": 0, "y": 0}]
    edges, before, column = [], ["image"], 0
    for layer in stack.layers:
        if not layer.parameters:
            continue
        column += 1
        split = rows if layer.kernel else 1
        here = [f"{layer.name}{'ab'[row] if split > 1 else ''}" for row in range(split)]
        for row, name in enumerate(here):
            label = f"{layer.name}\n{layer.maps // split:,}"
            nodes.append({"id": name, "label": label, "x": column, "y": (1 - 2 * row) if split > 1 else 0})
            alone = split > 1 and len(before) > 1 and layer.groups > 1
            edges += [(start, name) for i, start in enumerate(before) if not alone or i == row]
        before = here
    title = both("The network", "신경망")
    said = both(
        "The layers that learn, with their numbers of maps or neurons, and which of them see which.",
        "학습하는 층과 그 특성 맵 또는 뉴런의 수, 그리고 어느 층이 어느 층을 보는지입니다.",
    )
    return graph_figure("network", title, nodes, edges, directed=True, description=said)


def work_out(stack: Stack, columns: tuple[str, ...] | None = None) -> dict[str, str]:
    """Return sides and counts step by step, and the whole table at the end."""
    sides = "\n".join(f"- {layer.name}: ${side_formula(layer)}$" for layer in stack.layers if layer.stride)
    counts = "\n".join(
        f"- {layer.name}: ${count_formula(layer)}$" for layer in stack.layers if layer.parameters
    )
    last, shown = stack.layers[-4], {"columns": columns} if columns else {}
    flat = rf"${last.maps} \cdot {last.side} \cdot {last.side} = {grouped(stack['fc6'].maps_in)}$"
    adapted = stack.layers[-4].name == "average"
    more = {
        "en": f" The adaptive pooling makes {last.side}\u00a0×\u00a0{last.side} maps of whatever arrives."
        if adapted
        else "",
        "ko": f" 적응형 풀링은 어떤 크기가 와도 {last.side}\u00a0×\u00a0{last.side} 특성 맵을 만듭니다."
        if adapted
        else "",
    }
    return {
        "en": f"**Sides.** A window that does not fit is left out, so divisions are rounded down.{more['en']}\n\n{sides}\n\n"
        f"**Parameters.** A map has $k \\cdot k$ weights for each map that it sees, and one bias. Poolings learn nothing. "
        f"fc6 sees {flat} numbers.\n\n{counts}\n\n**The table.**\n\n{layer_lines(stack, NAMES, 'en', **shown)}",
        "ko": f"**한 변.** 다 들어가지 않는 창은 쓰지 않으므로 나눗셈은 내림합니다.{more['ko']}\n\n{sides}\n\n"
        f"**파라미터.** 특성 맵 하나에는 자기가 보는 특성 맵마다 가중치가 $k \\cdot k$개씩 있고, 편향이 하나 있습니다. 풀링은 "
        f"아무것도 학습하지 않습니다. fc6이 받는 수의 개수는 {flat}입니다.\n\n{counts}\n\n**완성한 표.**\n\n"
        f"{layer_lines(stack, NAMES, 'ko', **shown)}",
    }


def first_side(rng: random.Random) -> Question:
    """Return the question of 224 and 227, with these numbers or others."""
    side, kernel, stride, padding = 224, 11, 4, 2
    if rng.random() < 0.75:
        kernel, stride, padding = rng.choice([5, 7, 9, 11]), rng.choice([2, 3, 4, 5]), rng.choice([1, 2])
        side = rng.choice([each for each in range(60, 300, 2) if (each - kernel) % stride])
    bare, left = (side - kernel) // stride + 1, (side - kernel) % stride
    padded, wanted = (side + 2 * padding - kernel) // stride + 1, bare * stride + kernel
    asked = {
        "bare": (bare, both("Side of the maps without padding", "패딩이 없을 때 특성 맵의 한 변")),
        "left": (left, both("Rows that no window reaches then", "그때 어느 창에도 들지 않는 행의 수")),
        "padded": (
            padded,
            both(f"Side of the maps with a padding of {padding}", f"패딩이 {padding}일 때 특성 맵의 한 변"),
        ),
        "wanted": (
            wanted,
            both(
                f"Smallest image, by its side, whose maps have side {bare + 1} without padding",
                f"패딩 없이 특성 맵의 한 변이 {bare + 1}인 가장 작은 이미지의 한 변",
            ),
        ),
    }
    first, last, third, fourth = (
        rf"$\left\lfloor \frac{{{side} - {kernel}}}{{{stride}}} \right\rfloor + 1 = {bare}$",
        rf"${bare - 1} \cdot {stride} + {kernel} = {side - left}$",
        rf"$\left\lfloor \frac{{{side} + 2 \cdot {padding} - {kernel}}}{{{stride}}} \right\rfloor + 1 = {padded}$",
        rf"${bare} \cdot {stride} + {kernel} = {wanted}$",
    )
    return Question(
        "first-side",
        prompt={
            "en": f"A network's first convolution has kernels of {kernel}\u00a0×\u00a0{kernel} and stride {stride}. The images "
            f"have {side}\u00a0×\u00a0{side} pixels. Windows that do not fit are left out.",
            "ko": f"어떤 신경망의 첫 합성곱은 커널이 {kernel}\u00a0×\u00a0{kernel}이고 스트라이드가 {stride}입니다. 이미지는 "
            f"{side}\u00a0×\u00a0{side}입니다. 다 들어가지 않는 창은 쓰지 않습니다.",
        },
        fields=[number(name, label, value) for name, (value, label) in asked.items()],
        worked={
            "en": f"Without padding a row has {first} windows. They reach over {last} rows, which leaves {left}. With padding "
            f"there are {third}. One window more needs another step: {fourth}.\n\n"
            f"So: {bare} without padding, {left} left over, {padded} with a padding of {padding}, images of side {wanted}.",
            "ko": f"패딩이 없으면 한 행에 들어가는 창의 개수는 {first}입니다. 창이 닿는 행의 수는 {last}이고 {left}개가 남습니다. 패딩이 "
            f"있으면 {third}입니다. 창이 하나 더 들어가려면 한 걸음이 더 필요하므로 {fourth}입니다.\n\n정리하면 패딩이 없을 때 "
            f"{bare}, 남는 행 {left}개, 패딩이 {padding}일 때 {padded}, 이미지의 한 변 {wanted}입니다.",
        },
        facts={"side": side, "kernel": kernel, "stride": stride, "padding": padding},
    )


#: how a count of a convolution in two halves goes wrong
SLIPS = {
    "whole": both("Each map is taken to see both devices.", "특성 맵이 두 장치를 모두 본다고 생각했습니다."),
    "tower": both("Only one device is counted.", "한 장치의 것만 세었습니다."),
    "bias": both("The biases are missing.", "편향을 빠뜨렸습니다."),
    "positions": both("Each position got weights of its own.", "위치마다 가중치를 따로 두었습니다."),
}


def wrong_count(rng: random.Random) -> Question:
    """Return a wrong count of a convolution on two devices, whose mistake is to be found."""
    before, maps, kernel, side, name = rng.choice(
        [(96, 256, 5, 27, "conv2"), (384, 384, 3, 13, "conv4"), (384, 256, 3, 13, "conv5")]
    )
    if rng.random() < 0.7:
        before, maps = rng.choice([16, 24, 32, 48]), rng.choice([20, 32, 40, 64])
    seen = before // 2
    window = rf"{kernel} \cdot {kernel}"
    counts = {
        "whole": ((kernel**2 * before + 1) * maps, rf"({window} \cdot {before} + 1) \cdot {maps}"),
        "tower": ((kernel**2 * seen + 1) * maps // 2, rf"({window} \cdot {seen} + 1) \cdot {maps // 2}"),
        "bias": (kernel**2 * seen * maps, rf"{window} \cdot {seen} \cdot {maps}"),
        "positions": (
            (kernel**2 * seen + 1) * maps * side**2,
            rf"({window} \cdot {seen} + 1) \cdot {maps} \cdot {side} \cdot {side}",
        ),
    }
    right = (kernel**2 * seen + 1) * maps
    slip = rng.choice(list(counts))
    told, formula = counts[slip]
    prompt = {
        "en": f"As in the paper of 2012, {name} stands on two devices. Before it there are {before} maps, half of them on each "
        f"device; it makes {maps} maps of {side}\u00a0×\u00a0{side}, half of them on each. A map sees only the maps on its own device. "
        f"Kernels are {kernel}\u00a0×\u00a0{kernel}. Somebody counts {told:,} parameters for both devices together, which is wrong.",
        "ko": f"2012년 논문처럼 {name}가 장치 두 대에 나뉘어 있습니다. 앞 층의 특성 맵은 {before}개이고 장치마다 절반씩 있습니다. "
        f"{name}는 {side}\u00a0×\u00a0{side} 특성 맵 {maps}개를 역시 절반씩 만듭니다. 특성 맵은 자기 장치의 것만 봅니다. 커널은 "
        f"{kernel}\u00a0×\u00a0{kernel}입니다. 누군가 두 장치를 합한 파라미터를 {told:,}개로 잘못 세었습니다.",
    }
    order = rng.sample(list(SLIPS), len(SLIPS))
    full = rf"$({window} \cdot {seen} + 1) \cdot {maps} = {grouped(right)}$"
    return Question(
        "wrong-count",
        prompt=prompt,
        fields=[
            choice(
                "mistake",
                both("What went wrong?", "무엇을 잘못했습니까?"),
                {each: SLIPS[each] for each in order},
                slip,
            ),
            number("parameters", both("The right count", "올바른 개수"), right),
        ],
        worked={
            "en": f"A map sees ${before} / 2 = {seen}$ maps, with ${window}$ weights for each, and has one bias. All {maps} maps "
            f"together have {full} parameters.\n\nThe count told is ${formula} = {grouped(told)}$.\n\n{SLIPS[slip]['en']} "
            f"The right count is {full}.",
            "ko": f"특성 맵 하나는 ${before} / 2 = {seen}$개를 보고, 그 각각에 대한 가중치가 ${window}$개씩 있으며, 편향이 하나 "
            f"있습니다. 특성 맵 {maps}개를 모두 합하면 {full}개입니다.\n\n잘못 센 식은 ${formula} = {grouped(told)}$입니다.\n\n"
            f"{SLIPS[slip]['ko']} 올바른 개수는 {full}개입니다.",
        },
        facts={"before": before, "maps": maps, "kernel": kernel, "side": side, "told": told},
    )


FORMS = {
    "2012": both("two GPUs, 2012", "2012년, GPU 두 대"),
    "2014": both("the single stream of torchvision", "torchvision의 단일 스트림"),
    "neither": both("numbers of 2012, undivided", "2012년의 수, 나누지 않음"),
}
SIZES = {"2012": PAPER, "2014": STREAM, "neither": PAPER | {"groups": [1] * 5}}


def told_of(form: str) -> dict[tuple[str, str], int]:
    """Return what can be said of a form: parameters, and how many maps one sees, by layer."""
    stack = build({"neurons": 4096, "classes": 1000} | SIZES[form])
    learning = [layer for layer in stack.layers if layer.kernel and layer.parameters]
    said = {(layer.name, "parameters"): layer.parameters for layer in learning}
    said |= {(layer.name, "seen"): layer.seen or 0 for layer in learning[1:]}
    return said | {("", "parameters"): stack.total}


def sentence(layer: str, what: str, value: int) -> dict[str, str]:
    """Return one fact about a network in words."""
    if what == "seen":
        return both(
            f"A map of {layer} sees {value} maps.", f"{layer}의 특성 맵 하나는 특성 맵 {value}개를 봅니다."
        )
    if layer:
        return both(f"{layer} has {value:,} parameters.", f"{layer}의 파라미터가 {value:,}개입니다.")
    return both(
        f"The whole network has {value:,} parameters.", f"신경망 전체의 파라미터가 {value:,}개입니다."
    )


def which_network(rng: random.Random) -> Question:
    """Return facts that each hold for one form of AlexNet only, to be told apart."""
    said = {form: told_of(form) for form in SIZES}
    pairs = [(form, key) for form in SIZES for key in said[form]]
    unique = [
        (form, key)
        for form, key in pairs
        if [each[key] for each in said.values()].count(said[form][key]) == 1
    ]
    picked = rng.sample(unique, 4)
    while len({form for form, _ in picked}) == 1:
        picked = rng.sample(unique, 4)
    items = {f"fact{i}": sentence(*key, said[form][key]) for i, (form, key) in enumerate(picked)}
    answers = {f"fact{i}": form for i, (form, _) in enumerate(picked)}
    order = rng.sample(list(FORMS), len(FORMS))
    prompt = {
        "en": "Three networks go by the name of AlexNet: that of 2012, where conv2, conv4 and conv5 are divided between two "
        "GPUs (96, 256, 384, 384 and 256 maps); the single stream of torchvision (64, 192, 384, 256 and 256 maps), after the "
        "author's code of 2014; and one with the numbers of 2012 whose maps see all maps before them. All take images of three channels and have "
        "the same kernels (11, 5, 3, 3, 3), 4096, 4096 and 1000 neurons. Each fact holds for exactly one of them. For which?",
        "ko": "AlexNet이라고 불리는 신경망은 세 가지입니다. 2012년의 것은 conv2, conv4, conv5를 GPU 두 대에 나누었고 특성 맵이 96, "
        "256, 384, 384, 256개입니다. torchvision의 단일 스트림은 저자의 2014년 코드를 따라 64, 192, 384, 256, 256개입니다. 나머지 "
        "하나는 2012년의 특성 맵 수를 쓰되 앞의 특성 맵을 모두 봅니다. 셋 다 이미지의 채널이 세 개이고 커널(11, 5, 3, 3, 3)이 같으며 뉴런은 "
        "4096, 4096, 1000개입니다. 다음 사실은 각각 한 신경망에만 맞습니다. 어느 것입니까?",
    }
    return Question(
        "which-network",
        prompt=prompt,
        fields=[
            matching(
                "facts",
                both("Which network?", "어느 신경망입니까?"),
                items,
                {form: FORMS[form] for form in order},
                answers,
            )
        ],
        worked={lang: compare(picked, said, lang) for lang in ("en", "ko")},
        facts={"said": [[*key, said[form][key]] for form, key in picked]},
    )


def compare(
    picked: list[tuple[str, tuple[str, str]]], said: dict[str, dict[tuple[str, str], int]], lang: str
) -> str:
    """Return what the three networks say to each fact, and which it belongs to."""
    words = {
        "": both("all", "전체"),
        "seen": both("sees", "보는 수"),
        "parameters": both("parameters", "파라미터"),
    }
    lines = [f"| | {' | '.join(FORMS[form][lang] for form in SIZES)} |", "|---|---|---|---|"]
    for _, (layer, what) in picked:
        values = " | ".join(f"{said[form][layer, what]:,}" for form in SIZES)
        lines.append(f"| {layer or words[''][lang]}: {words[what][lang]} | {values} |")
    why = both(
        "A map of a layer in two halves sees half of the maps before it: $96 / 2 = 48$ in conv2. A convolution has "
        "$(k \\cdot k \\cdot s + 1) \\cdot m$ parameters where each of $m$ maps sees $s$.",
        "절반씩 나뉜 층의 특성 맵은 앞 층 특성 맵의 절반을 봅니다. conv2에서는 $96 / 2 = 48$개입니다. 특성 맵 $m$개가 각각 "
        "$s$개를 보는 합성곱의 파라미터는 $(k \\cdot k \\cdot s + 1) \\cdot m$개입니다.",
    )
    answers = [f"- {sentence(*key, said[form][key])[lang]} → {FORMS[form][lang]}" for form, key in picked]
    return "\n\n".join([why[lang], "\n".join(lines), "\n".join(answers)])
