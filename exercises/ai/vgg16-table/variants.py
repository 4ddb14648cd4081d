"""Variants of vgg16-table: tables of VGG16 and of made-up lists, what stacked kernels see, and what they cost."""

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
    number,
    side_formula,
)

LABEL = both("The layers from the image to the classes", "이미지에서 클래스까지의 층")
COLUMNS = ("layer", "maps", "side", "parameters")
VGG16 = [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"]
PAPER = {
    "A": [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "B": [64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "D": VGG16,
    "E": [64, 64, "M", 128, 128, "M", *[256] * 4, "M", *[512] * 4, "M", *[512] * 4, "M"],
}


def generate(rng: random.Random) -> Question:
    """Return one question about VGG16 or a network of its form."""
    kinds = [
        network_table,
        network_table,
        made_up,
        made_up,
        receptive_field,
        stack_or_kernel,
        reading,
        wrong_count,
    ]
    return rng.choice(kinds)(rng)


def build(
    side: int, entries: list[int | str], neurons: tuple[int, int, int]
) -> tuple[Stack, dict[str, dict[str, str]]]:
    """Return the layers that a list makes, and what they are called."""
    stack, names, block, place = Stack(side, 3), {}, 1, 0
    for entry in entries:
        if entry == "M":
            name, words = f"pool{block}", both("max pooling", "최대 풀링")
            stack.pool(name)
            block, place = block + 1, 0
        else:
            place += 1
            name, words = f"conv{block}_{place}", both("convolution", "합성곱")
            stack.conv(name, entry, 3, padding=1)
        names[name] = both(f"{name}, {words['en']}", f"{name} {words['ko']}")
    for index, count in enumerate(neurons, start=1):
        stack.dense(f"fc{index}", count)
        names[f"fc{index}"] = both(f"fc{index}, fully connected", f"fc{index} 완전 연결")
    return stack, names


def network_table(rng: random.Random) -> Question:
    """Return the table of VGG16 with some cells left out."""
    neurons = (4096, 4096, 1000)
    prompt = both(
        "This is VGG16, configuration D of the paper. It takes images of 224\u00a0×\u00a0224 with three channels and tells 1,000 "
        "classes apart. All convolutions are 3\u00a0×\u00a03, all poolings 2\u00a0×\u00a02. Fill in the empty cells.",
        "논문의 구성 D, 곧 VGG16입니다. 크기가 224\u00a0×\u00a0224이고 채널이 세 개인 이미지를 클래스 1,000개로 분류합니다. 합성곱은 모두 "
        "3\u00a0×\u00a03이고 풀링은 모두 2\u00a0×\u00a02입니다. 빈칸을 채우세요.",
    )
    return table_of("vgg16", prompt, 224, VGG16, neurons, rng)


def made_up(rng: random.Random) -> Question:
    """Return the table of a small network that a list describes."""
    blocks = rng.choice([2, 3, 3])
    width, entries = rng.choice([4, 6, 8, 10, 16]), []
    for block in range(blocks):
        entries += [width << min(block, 2)] * rng.choice([1, 2, 2, 3]) + ["M"]
    side = rng.choice([8, 16, 24, 32, 40]) * (2 if blocks == 3 else 1)
    neurons = (rng.choice([50, 60, 100, 120]), rng.choice([20, 30, 40, 50]), rng.choice([2, 5, 10, 12]))
    prompt = both(
        f"A network in the form of VGG is built from the list `{shown(entries)}`: a number is a convolution of 3\u00a0×\u00a03 to as "
        f"many maps, M a pooling of 2\u00a0×\u00a02. Three fully connected layers with {neurons[0]}, {neurons[1]} and {neurons[2]} "
        f"neurons follow. Images have {side}\u00a0×\u00a0{side} pixels and three channels. Fill in the empty cells.",
        f"리스트 `{shown(entries)}`에 따라 VGG 형태의 신경망을 만듭니다. 숫자는 그만큼의 특성 맵을 만드는 3\u00a0×\u00a03 합성곱이고, M은 "
        f"2\u00a0×\u00a02 풀링입니다. 이어서 뉴런이 {neurons[0]}, {neurons[1]}, {neurons[2]}개인 완전 연결층 세 개가 옵니다. 이미지는 "
        f"{side}\u00a0×\u00a0{side}이고 채널이 세 개입니다. 빈칸을 채우세요.",
    )
    return table_of("made-up", prompt, side, entries, neurons, rng)


def table_of(
    kind: str,
    prompt: dict[str, str],
    side: int,
    entries: list[int | str],
    neurons: tuple[int, int, int],
    rng: random.Random,
) -> Question:
    """Return a table to be filled in, with its figure and worked solution."""
    stack, names = build(side, entries, neurons)
    asked = rng.sample(
        [(layer.name, "side") for layer in stack.layers if layer.kernel == 2 or layer.name.endswith("_1")], 3
    )
    asked += [
        (rng.choice([layer.name for layer in stack.layers if layer.kernel == 2]), "maps"),
        ("fc1", "parameters"),
    ]
    asked += rng.sample([(layer.name, "parameters") for layer in stack.layers if layer.kernel == 3], 2)
    halved = [layer for layer in stack.layers if layer.kernel == 2]
    sides = "\n".join(f"- {layer.name}: ${side_formula(layer)}$" for layer in halved)
    counts = "\n".join(
        f"- {layer.name}: ${count_formula(layer)}$" for layer in stack.layers if layer.parameters
    )
    last = halved[-1]
    flat = rf"${last.maps} \cdot {last.side} \cdot {last.side} = {grouped(stack['fc1'].maps_in)}$"
    return Question(
        kind,
        prompt=prompt,
        fields=[layer_table(stack, names, LABEL, asked, COLUMNS)],
        worked=both(
            "**Sides.** A convolution of 3\u00a0×\u00a03 with padding 1 keeps the side; a pooling halves it.\n\n"
            f"{sides}\n\n**Parameters.** A map has 9 weights for each map before it, and one bias. fc1 sees {flat} numbers.\n\n"
            f"{counts}\n\n**The table.**\n\n{layer_lines(stack, names, 'en', COLUMNS)}",
            "**한 변.** 패딩이 1인 3\u00a0×\u00a03 합성곱은 한 변을 그대로 두고, 풀링은 반으로 줄입니다.\n\n"
            f"{sides}\n\n**파라미터.** 특성 맵 하나에는 앞의 특성 맵마다 가중치가 9개씩 있고, 편향이 하나 있습니다. fc1이 받는 수의 "
            f"개수는 {flat}입니다.\n\n{counts}\n\n**완성한 표.**\n\n{layer_lines(stack, names, 'ko', COLUMNS)}",
        ),
        facts={"side": side, "entries": entries, "neurons": list(neurons)},
        figures=[drawn(side, entries, neurons)],
    )


def drawn(side: int, entries: list[int | str], neurons: tuple[int, int, int]) -> object:
    """Return the figure of a network: its blocks and its fully connected layers in a row."""
    labels, block = [f"3\n{side} × {side}"], []
    for entry in entries:
        if entry == "M":
            labels.append("\n".join([*(f"{maps}" for maps in block), "M"]))
            block = []
        else:
            block.append(entry)
    labels += [f"fc{index}\n{count:,}" for index, count in enumerate(neurons, start=1)]
    nodes = [{"id": f"n{index}", "label": label, "x": index, "y": 0} for index, label in enumerate(labels)]
    edges = [(f"n{index}", f"n{index + 1}") for index in range(len(labels) - 1)]
    said = both(
        "The image, the blocks with the maps of each convolution, and the fully connected layers.",
        "이미지, 합성곱마다 특성 맵 수를 적은 블록들, 완전 연결층입니다.",
    )
    return graph_figure(
        "network", both("The network", "신경망"), nodes, edges, directed=True, description=said
    )


def shown(entries: list[int | str]) -> str:
    """Return a list as it is written in a sentence."""
    return ", ".join(f"{entry}" for entry in entries)


def receptive_field(rng: random.Random) -> Question:
    """Return what one value after some 3 by 3 kernels and poolings sees of the image."""
    entries: list[str] = []
    for _ in range(rng.choice([1, 2, 2, 3])):
        entries += ["3×3"] * rng.choice([1, 2, 3]) + ["M"]
    if rng.random() < 0.6:
        entries = entries[:-1]
    sees, step, lines = 1, 1, []
    for entry in entries:
        kernel = 2 if entry == "M" else 3
        lines.append(rf"- {entry}: ${sees} + {kernel - 1} \cdot {step} = {sees + (kernel - 1) * step}$")
        sees += (kernel - 1) * step
        step *= 2 if entry == "M" else 1
    alone = rng.choice([2, 3, 4, 5])
    listed, steps = " → ".join(entries), "\n".join(lines)
    nodes = [{"id": f"n{i}", "label": each, "x": i, "y": 0} for i, each in enumerate(entries)]
    edges = [(f"n{i}", f"n{i + 1}") for i in range(len(entries) - 1)]
    title = both("The layers, from the image on", "이미지에서 시작하는 층들")
    return Question(
        "receptive-field",
        prompt=both(
            f"An image passes through these layers: {listed}. A 3×3 is a convolution with stride 1 and padding 1, M a pooling of "
            "2\u00a0×\u00a02 with stride 2. Answer with the side of a square, far from the rim of the image.",
            f"이미지가 다음 층을 차례로 지납니다: {listed}. 3×3은 스트라이드 1, 패딩 1인 합성곱이고, M은 스트라이드 2인 2\u00a0×\u00a02 "
            "풀링입니다. 이미지의 가장자리에서 먼 곳을 두고, 정사각형의 한 변으로 답하세요.",
        ),
        fields=[
            number(
                "sees",
                both(
                    "Side of what one value at the end sees of the image",
                    "끝의 값 하나가 보는 이미지 영역의 한 변",
                ),
                sees,
            ),
            number(
                "alone",
                both(
                    f"Side of the one kernel that sees as much as {alone} kernels of 3×3 in a row, without pooling",
                    f"풀링 없이 3×3 커널 {alone}개를 쌓은 것만큼 보는 커널 하나의 한 변",
                ),
                1 + 2 * alone,
            ),
        ],
        worked=both(
            "A value sees itself first. Each layer adds its kernel less one, times the step between neighbouring values, which "
            f"every pooling doubles:\n\n{steps}\n\nSo {sees} pixels on a side. Without pooling, {alone} kernels of 3×3 see "
            f"$1 + {alone} \\cdot 2 = {1 + 2 * alone}$.",
            "처음에는 한 픽셀입니다. 층마다 커널에서 1을 뺀 수에 이웃한 값 사이의 보폭을 곱한 만큼 늘어나고, 보폭은 풀링마다 두 배가 "
            f"됩니다.\n\n{steps}\n\n따라서 한 변은 {sees}픽셀입니다. 풀링 없이 3×3 커널 {alone}개를 쌓으면 "
            f"$1 + {alone} \\cdot 2 = {1 + 2 * alone}$입니다.",
        ),
        facts={"entries": entries, "alone": alone},
        figures=[
            graph_figure("layers", title, nodes, edges, directed=True, description=both(listed, listed))
        ],
    )


GAINS = {
    "bends": both("The stack applies ReLU more often.", "쌓은 쪽이 ReLU를 더 여러 번 적용합니다."),
    "sees": both("The stack sees a larger part of its input.", "쌓은 쪽이 입력을 더 넓게 봅니다."),
    "shrinks": both("The stack makes the maps smaller.", "쌓은 쪽이 특성 맵을 더 작게 만듭니다."),
    "channels": both("The stack needs fewer channels.", "쌓은 쪽에 필요한 채널이 더 적습니다."),
}


def stack_or_kernel(rng: random.Random) -> Question:
    """Return the cost of a stack of 3 by 3 kernels and of the one kernel that sees as much."""
    count, channels = rng.choice([2, 3, 3, 4]), rng.choice([10, 16, 20, 32, 50, 64, 100, 128, 256])
    kernel = 2 * count + 1
    small, large = 9 * count * channels**2, kernel**2 * channels**2
    order = rng.sample(list(GAINS), len(GAINS))
    first = rf"${count} \cdot 3 \cdot 3 \cdot {channels} \cdot {channels} = {grouped(small)}$"
    second = rf"${kernel} \cdot {kernel} \cdot {channels} \cdot {channels} = {grouped(large)}$"
    return Question(
        "stack-or-kernel",
        prompt=both(
            f"{count} convolutions of 3\u00a0×\u00a03 in a row, each with ReLU behind it, or one convolution that sees as much of the "
            f"input, with ReLU too. {channels} channels go into every convolution and come out of it. The padding keeps the side. "
            "Count the weights without biases, as the paper does.",
            f"3\u00a0×\u00a03 합성곱 {count}개를 쌓고 저마다 뒤에 ReLU를 둘 수도 있고, 입력을 똑같이 넓게 보는 합성곱 하나와 ReLU를 둘 수도 "
            f"있습니다. 모든 합성곱에 채널 {channels}개가 들어가고 {channels}개가 나옵니다. 패딩은 한 변을 그대로 두는 만큼입니다. 논문처럼 "
            "편향을 빼고 가중치를 세세요.",
        ),
        fields=[
            number("kernel", both("Side of the one kernel", "커널 하나의 한 변"), kernel),
            number("stack", both("Weights of the stack", "쌓은 쪽의 가중치 수"), small),
            number("one", both("Weights of the one convolution", "합성곱 하나의 가중치 수"), large),
            choice(
                "gain",
                both("What else is gained by the stack?", "쌓으면 또 무엇이 좋습니까?"),
                {name: GAINS[name] for name in order},
                "bends",
            ),
        ],
        worked=both(
            f"{count} kernels of 3\u00a0×\u00a03 see $1 + {count} \\cdot 2 = {kernel}$ pixels in a row. The stack has {first} weights, the "
            f"one convolution {second}. Both see the same part of the input, keep the side, and have as many channels.\n\n"
            f"So: side {kernel}, {first} and {second}. {GAINS['bends']['en']}",
            f"3\u00a0×\u00a03 커널 {count}개는 한 줄에서 $1 + {count} \\cdot 2 = {kernel}$픽셀을 봅니다. 가중치는 쌓은 쪽이 {first}개, 합성곱 하나가 "
            f"{second}개입니다. 보는 범위, 한 변, 채널 수는 서로 같습니다.\n\n정리하면 한 변 {kernel}, 가중치는 {first}개와 {second}개입니다. "
            f"{GAINS['bends']['ko']}",
        ),
        facts={"count": count, "channels": channels},
    )


def reading(rng: random.Random) -> Question:
    """Return a list whose layers, last maps and first fully connected layer are to be told."""
    entries = PAPER[rng.choice("ABE")]
    side = rng.choice([224, 192, 256, 288, 320])
    if rng.random() < 0.6:
        entries = []
        for block in range(rng.choice([3, 4])):
            entries = [*entries, *[8 << block] * rng.choice([1, 2, 3, 4]), "M"]
        side = rng.choice([32, 48, 64, 80, 96])
    numbers = [entry for entry in entries if entry != "M"]
    pools, layers, maps = entries.count("M"), len(numbers) + 3, numbers[-1]
    last = side >> pools
    halves = r" \to ".join(f"{side >> i}" for i in range(pools + 1))
    return Question(
        "reading-a-list",
        prompt=both(
            f"A network in the form of VGG is built from the list `{shown(entries)}`, with three fully connected layers behind it. "
            f"Images have {side}\u00a0×\u00a0{side} pixels; no adaptive pooling is used.",
            f"리스트 `{shown(entries)}`에 따라 VGG 형태의 신경망을 만들고 뒤에 완전 연결층 세 개를 둡니다. 이미지는 "
            f"{side}\u00a0×\u00a0{side}이고 적응형 풀링은 쓰지 않습니다.",
        ),
        fields=[
            number(
                "layers",
                both(
                    "Layers with weights, the number in its name",
                    "가중치가 있는 층의 개수, 곧 이름에 붙는 수",
                ),
                layers,
            ),
            number("side", both("Side of the last maps", "마지막 특성 맵의 한 변"), last),
            number(
                "numbers",
                both(
                    "Numbers that enter the first fully connected layer",
                    "첫 완전 연결층에 들어가는 수의 개수",
                ),
                maps * last**2,
            ),
        ],
        worked=both(
            f"Every number in the list is a convolution: {len(numbers)} of them, and 3 fully connected layers. Poolings have no "
            f"weights. Each of the {pools} poolings halves the side: ${halves}$. The last maps are {maps}.\n\n"
            f"So: ${len(numbers)} + 3 = {layers}$ layers, side {last}, and ${maps} \\cdot {last} \\cdot {last} = {grouped(maps * last**2)}$ numbers.",
            f"리스트의 숫자는 모두 합성곱이므로 {len(numbers)}개이고, 완전 연결층이 3개입니다. 풀링에는 가중치가 없습니다. 풀링 {pools}개가 "
            f"저마다 한 변을 반으로 줄입니다: ${halves}$. 마지막 특성 맵은 {maps}개입니다.\n\n정리하면 층은 ${len(numbers)} + 3 = {layers}$개, "
            f"한 변은 {last}, 수는 ${maps} \\cdot {last} \\cdot {last} = {grouped(maps * last**2)}$개입니다.",
        ),
        facts={"entries": entries, "side": side},
    )


SLIPS = {
    "pooling": both("The last pooling is left out.", "마지막 풀링을 빠뜨렸습니다."),
    "single": both("One number of each map is counted.", "특성 맵마다 수를 하나만 세었습니다."),
    "bias": both("The biases are missing.", "편향을 빠뜨렸습니다."),
    "row": both("The side is counted once, not squared.", "한 변을 제곱하지 않고 한 번만 곱했습니다."),
}


def wrong_count(rng: random.Random) -> Question:
    """Return a wrong count of the first fully connected layer, whose mistake is to be found."""
    maps, side, neurons = 512, 7, 4096
    if rng.random() < 0.8:
        maps, side = rng.choice([32, 48, 64, 128, 256]), rng.choice([3, 4, 5, 6, 7])
        neurons = rng.choice([50, 100, 200, 500, 1000])
    before, here, there = 2 * side, rf"{maps} \cdot {side} \cdot {side}", grouped(neurons)
    counts = {
        "pooling": (
            (maps * before**2 + 1) * neurons,
            rf"({maps} \cdot {before} \cdot {before} + 1) \cdot {there}",
        ),
        "single": ((maps + 1) * neurons, rf"({maps} + 1) \cdot {there}"),
        "bias": (maps * side**2 * neurons, rf"{here} \cdot {there}"),
        "row": ((maps * side + 1) * neurons, rf"({maps} \cdot {side} + 1) \cdot {there}"),
    }
    slip = rng.choice(list(counts))
    (told, formula), right = counts[slip], (maps * side**2 + 1) * neurons
    full, order = rf"$({here} + 1) \cdot {there} = {grouped(right)}$", rng.sample(list(SLIPS), len(SLIPS))
    return Question(
        "wrong-count",
        prompt=both(
            f"The last convolution of a network in the form of VGG makes {maps} maps of {before}\u00a0×\u00a0{before}. A pooling of "
            f"2\u00a0×\u00a02 follows, then a fully connected layer with {neurons:,} neurons. Somebody counts {told:,} parameters in that "
            "layer, which is wrong.",
            f"VGG 형태 신경망의 마지막 합성곱이 {before}\u00a0×\u00a0{before} 특성 맵 {maps}개를 만듭니다. 이어서 2\u00a0×\u00a02 풀링이 있고, "
            f"그 뒤에 뉴런이 {neurons:,}개인 완전 연결층이 있습니다. 누군가 이 층의 파라미터를 {told:,}개로 잘못 세었습니다.",
        ),
        fields=[
            choice(
                "mistake",
                both("What went wrong?", "무엇을 잘못했습니까?"),
                {name: SLIPS[name] for name in order},
                slip,
            ),
            number("parameters", both("The right count", "올바른 개수"), right),
        ],
        worked=both(
            f"The pooling leaves maps of {side}\u00a0×\u00a0{side}, and each neuron has a weight for every number of all {maps} maps, and "
            f"one bias: {full}.\n\nThe count told is ${formula} = {grouped(told)}$.\n\n{SLIPS[slip]['en']} The right count is {full}.",
            f"풀링 뒤의 특성 맵은 {side}\u00a0×\u00a0{side}입니다. 뉴런마다 특성 맵 {maps}개의 모든 수에 대한 가중치와 편향 하나가 있으므로 "
            f"{full}개입니다.\n\n잘못 센 식은 ${formula} = {grouped(told)}$입니다.\n\n{SLIPS[slip]['ko']} 올바른 개수는 {full}개입니다.",
        ),
        facts={"maps": maps, "before": before, "neurons": neurons, "told": told},
    )
