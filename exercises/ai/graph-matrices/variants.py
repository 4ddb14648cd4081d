"""Variants of graph-matrices: drawn graphs whose matrices are to be filled in."""

from __future__ import annotations

import math
import random
from typing import Any

from graders.quiz import Question, both, choice, decimal, graph_figure, number, table
from graders.quiz.questions import Part

Matrix = list[list[int]]
TOLERANCE = 0.002
#: places of the nodes, on a ring that is wider than high
RING = {4: ((0, 2), (4, 2), (4, 0), (0, 0)), 5: ((0, 2), (3, 3), (6, 2), (5, 0), (1, 0))}
GRAPH = both("A graph", "그래프")
NODE = both("Node", "노드")


def generate(rng: random.Random) -> Question:
    """Return one question about a drawn graph."""
    return rng.choice([adjacency, directed, weighted, features, normalised, walks])(rng)


def drawn(
    matrix: Matrix, arrows: bool = False, weights: bool = False, known: list[list[int]] | None = None
) -> Any:
    """Return the figure of a graph; a loop is drawn above its node, features are told below the numbers."""
    nodes = []
    for node, (x, y) in enumerate(RING[len(matrix)]):
        label = f"{node}" + (f"\n({', '.join(map(str, known[node]))})" if known else "")
        nodes.append({"id": f"n{node}", "label": label, "x": x, "y": y})
    edges = []
    for i, row in enumerate(matrix):
        for j, weight in enumerate(row):
            if weight and (arrows or i <= j):
                edges.append({"start": f"n{i}", "end": f"n{j}", "label": str(weight) if weights else ""})
    return graph_figure("graph", GRAPH, nodes, edges, directed=arrows)


def draw(
    rng: random.Random, size: int, edges: int, *, loops: int = 0, weights: tuple[int, ...] = (1,)
) -> Matrix:
    """Return a graph without arrows in which degrees differ and every node has an edge."""
    while True:
        matrix = [[0] * size for _ in range(size)]
        pairs = [(i, j) for i in range(size) for j in range(i)]
        for i, j in rng.sample(pairs, edges):
            matrix[i][j] = matrix[j][i] = rng.choice(weights)
        degrees = {sum(map(bool, row)) for row in matrix}
        if 0 not in degrees and len(degrees) > 1:
            for node in rng.sample(range(size), loops):
                matrix[node][node] = 1
            return matrix


def draw_arrows(rng: random.Random, size: int, arrows: int) -> Matrix:
    """Return a graph with arrows that is not the same turned round; no arrow has one back."""
    while True:
        matrix = [[0] * size for _ in range(size)]
        for i, j in rng.sample([(i, j) for i in range(size) for j in range(i)], arrows):
            start, end = rng.choice([(i, j), (j, i)])
            matrix[start][end] = 1
        out, into = list(map(sum, matrix)), list(map(sum, zip(*matrix, strict=True)))
        if any(a != b for a, b in zip(out, into, strict=True)) and max(out) > 1:
            return matrix


def row_tex(row: list[int]) -> str:
    """Return a row as a vector for a formula."""
    return "(" + ", ".join(map(str, row)) + ")"


def matrix_tex(matrix: Matrix) -> str:
    """Return a matrix as a formula."""
    lines = r"\\".join("&".join(map(str, row)) for row in matrix)
    return rf"\begin{{pmatrix}}{lines}\end{{pmatrix}}"


def row_table(matrix: Matrix, rows: list[int]) -> Part:
    """Return the matrix as a table in which some rows are to be filled in."""
    columns = [NODE, *(both(str(node), str(node)) for node in range(len(matrix)))]
    cells: list[list[Any]] = []
    for i, row in enumerate(matrix):
        shown: list[Any] = [both(f"{i}", f"{i}")]
        for j, value in enumerate(row):
            label = both(f"Row {i}, column {j}", f"{i}번 행, {j}번 열")
            shown.append(number(f"a{i}{j}", label, value) if i in rows else str(value))
        cells.append(shown)
    return table("matrix", both("The adjacency matrix", "인접 행렬"), columns, cells)


def told_rows(matrix: Matrix, rows: list[int]) -> dict[str, str]:
    """Return rows of a matrix in a sentence."""
    return both(
        ", ".join(f"row {i} ${row_tex(matrix[i])}$" for i in rows),
        ", ".join(f"{i}번 행 ${row_tex(matrix[i])}$" for i in rows),
    )


def adjacency(rng: random.Random) -> Question:
    """Return a graph, some with a loop, whose matrix lacks two rows."""
    size, loops = rng.choice([4, 5]), rng.choice([0, 1, 1])
    matrix = draw(rng, size, rng.randint(4, 5) if size == 4 else rng.randint(5, 7), loops=loops)
    while True:
        rows = sorted(rng.sample(range(size), 2))
        if matrix[rows[0]] != matrix[rows[1]]:
            break
    asked, degrees = rng.randrange(size), list(map(sum, matrix))
    edges = sum(matrix[i][j] for i in range(size) for j in range(i + 1))
    rows_told, summed = told_rows(matrix, rows), " + ".join(map(str, matrix[asked]))
    degree = f"$d_{asked} = {summed} = {degrees[asked]}$"
    return Question(
        "adjacency",
        prompt=both(
            f"Fill in the missing rows of the adjacency matrix $A$. What is the degree of node {asked}, and how many edges, loops "
            "included, does the graph have?",
            f"인접 행렬 $A$의 빈 행을 채우세요. 노드 {asked}의 차수는 얼마이고, 고리까지 세어 그래프의 간선은 몇 개입니까?",
        ),
        fields=[
            row_table(matrix, rows),
            number("degree", both(f"Degree of node {asked}", f"노드 {asked}의 차수"), degrees[asked]),
            number("edges", both("Edges", "간선의 수"), edges),
        ],
        figures=[drawn(matrix)],
        worked=both(
            f"The matrix is symmetric; a loop stands on the diagonal, once.\n\n$A = {matrix_tex(matrix)}$\n\n"
            f"So {rows_told['en']}; {degree}; {edges} edges.",
            f"행렬은 대칭이고, 고리는 대각 성분에 한 번 나옵니다.\n\n$A = {matrix_tex(matrix)}$\n\n"
            f"{rows_told['ko']}이고, {degree}, 간선은 {edges}개입니다.",
        ),
        facts={"matrix": matrix, "rows": rows, "asked": asked},
    )


def directed(rng: random.Random) -> Question:
    """Return a graph with arrows: a row, two degrees and what a transposed matrix would say."""
    size = rng.choice([4, 5])
    matrix = draw_arrows(rng, size, rng.randint(4, 5) if size == 4 else rng.randint(5, 7))
    turned = [list(row) for row in zip(*matrix, strict=True)]
    differ = [node for node in range(size) if sum(matrix[node]) != sum(turned[node])]
    asked = rng.choice(differ)
    rows = [
        asked,
        rng.choice([node for node in range(size) if node != asked and matrix[node] != turned[node]]),
    ]
    rows.sort()
    out, into = sum(matrix[asked]), sum(turned[asked])
    rows_told = told_rows(matrix, rows)
    return Question(
        "directed",
        prompt=both(
            f"Fill in the missing rows of the adjacency matrix, with $A_{{ij}} = 1$ for an arrow from $i$ to $j$. How many arrows leave "
            f"node {asked}, how many arrive there?",
            f"$i$에서 $j$로 가는 화살표가 있으면 $A_{{ij}} = 1$입니다. 인접 행렬의 빈 행을 채우세요. 노드 {asked}에서 나가는 화살표와 들어오는 화살표는 "
            "각각 몇 개입니까?",
        ),
        fields=[
            row_table(matrix, rows),
            number("out", both(f"Out-degree of node {asked}", f"노드 {asked}의 나가는 차수"), out),
            number("into", both(f"In-degree of node {asked}", f"노드 {asked}의 들어오는 차수"), into),
        ],
        figures=[drawn(matrix, arrows=True)],
        worked=both(
            f"The row is where an arrow starts, the column where it ends.\n\n$A = {matrix_tex(matrix)}$\n\nSo {rows_told['en']}. Out-degree "
            f"{out}, the sum of row {asked}; in-degree {into}, the sum of column {asked}.",
            f"행은 화살표가 시작하는 노드, 열은 끝나는 노드입니다.\n\n$A = {matrix_tex(matrix)}$\n\n{rows_told['ko']}입니다. 나가는 차수는 {asked}번 행의 "
            f"합 {out}, 들어오는 차수는 {asked}번 열의 합 {into}입니다.",
        ),
        facts={"matrix": matrix, "rows": rows, "asked": asked},
    )


def weighted(rng: random.Random) -> Question:
    """Return a graph whose edges have weights: an entry, a degree and the trace of the degree matrix."""
    while True:
        matrix = draw(rng, 5, rng.randint(5, 6), weights=(2, 3, 4, 5, 6))
        asked = rng.randrange(5)
        count, degree = sum(map(bool, matrix[asked])), sum(matrix[asked])
        if count > 1:
            break
    i, j = rng.choice([(i, j) for i in range(5) for j in range(5) if matrix[i][j]])
    k, m = rng.choice([(k, m) for k in range(5) for m in range(5) if k != m and not matrix[k][m]])
    every = sum(map(sum, matrix))
    summed = " + ".join(str(value) for value in matrix[asked] if value)
    return Question(
        "weighted",
        prompt=both(
            f"The numbers on the edges are weights. Give the entries $A_{{{i}{j}}}$ and $A_{{{k}{m}}}$ of the adjacency matrix, the degree of "
            f"node {asked}, and the sum of the diagonal of the degree matrix $D$.",
            f"간선에 적힌 수는 가중치입니다. 인접 행렬의 성분 $A_{{{i}{j}}}$, $A_{{{k}{m}}}$, 노드 {asked}의 차수, 차수 행렬 $D$의 대각 성분의 합을 "
            "구하세요.",
        ),
        fields=[
            number("entry", f"$A_{{{i}{j}}}$", matrix[i][j]),
            number("nothing", f"$A_{{{k}{m}}}$", 0),
            number("degree", both(f"Degree of node {asked}", f"노드 {asked}의 차수"), degree),
            number("trace", both("Sum of the diagonal of $D$", "$D$의 대각 성분의 합"), every),
        ],
        figures=[drawn(matrix, weights=True)],
        worked=both(
            "A degree adds up weights; it does not count edges. The diagonal of $D$ holds all degrees, in which every edge comes twice."
            f"\n\n$A_{{{i}{j}}} = {matrix[i][j]}$; $A_{{{k}{m}}} = 0$, there is no edge; $d_{asked} = {summed} = {degree}$; the degrees add "
            f"up to ${' + '.join(str(sum(row)) for row in matrix)} = {every}$.",
            "차수는 간선의 수가 아니라 가중치의 합입니다. $D$의 대각 성분에는 모든 차수가 있고, 간선마다 두 번씩 더해집니다."
            f"\n\n$A_{{{i}{j}}} = {matrix[i][j]}$이고, 간선이 없으므로 $A_{{{k}{m}}} = 0$입니다. $d_{asked} = {summed} = {degree}$이고, 차수를 모두 더하면 "
            f"${' + '.join(str(sum(row)) for row in matrix)} = {every}$입니다.",
        ),
        facts={"matrix": matrix, "entries": [[i, j], [k, m]], "asked": asked},
    )


def features(rng: random.Random) -> Question:
    """Return a graph whose nodes have two features: a row of AX, and of (A + I)X."""
    size = rng.choice([4, 5])
    matrix = draw(rng, size, size if size == 4 else rng.randint(5, 6))
    known = [[rng.randint(-3, 5), rng.choice([-2, -1, 1, 2, 3, 4])] for _ in range(size)]
    asked = rng.choice([node for node in range(size) if sum(matrix[node]) > 1])
    near = [node for node in range(size) if matrix[asked][node]]
    shapes = rng.sample([f"{size} × 2", f"2 × {size}", f"{size} × {size}", "2 × 2"], 4)
    sums = [sum(known[node][place] for node in near) for place in (0, 1)]
    own = [sums[place] + known[asked][place] for place in (0, 1)]
    vectors = " + ".join(row_tex(known[node]) for node in near)
    return Question(
        "features",
        prompt=both(
            f"Below each number stand the two features of the node. What is row {asked} of $AX$, and of $(A + I)\\,X$? And what is "
            "the shape of the feature matrix $X$?",
            f"노드의 번호 아래에 특성 두 개가 적혀 있습니다. $AX$의 {asked}번 행과 $(A + I)\\,X$의 {asked}번 행은 무엇입니까? 특성 행렬 $X$의 형태는 무엇입니까?",
        ),
        fields=[
            number("first", both("$AX$, first feature", "$AX$의 첫째 특성"), sums[0]),
            number("second", both("$AX$, second feature", "$AX$의 둘째 특성"), sums[1]),
            number("own_first", both("$(A + I)\\,X$, first feature", "$(A + I)\\,X$의 첫째 특성"), own[0]),
            number("own_second", both("$(A + I)\\,X$, second feature", "$(A + I)\\,X$의 둘째 특성"), own[1]),
            choice("shape", both("Shape of $X$", "$X$의 형태"), shapes, f"{size} × 2"),
        ],
        figures=[drawn(matrix, known=known)],
        worked=both(
            f"The neighbours of {asked} are {', '.join(map(str, near))}. With $I$ the node hears itself as well.\n\nRow {asked} of $AX$: "
            f"${vectors} = {row_tex(sums)}$. Of $(A + I)\\,X$: ${row_tex(sums)} + {row_tex(known[asked])} = {row_tex(own)}$. $X$ has a row for "
            f"each node and a column for each feature: {size} × 2.",
            f"노드 {asked}의 이웃은 {', '.join(map(str, near))}입니다. $I$를 더하면 자기 특성도 더해집니다.\n\n$AX$의 {asked}번 행은 "
            f"${vectors} = {row_tex(sums)}$, $(A + I)\\,X$에서는 ${row_tex(sums)} + {row_tex(known[asked])} = {row_tex(own)}$입니다. $X$의 행은 노드, "
            f"열은 특성이므로 {size} × 2입니다.",
        ),
        facts={"matrix": matrix, "known": known, "asked": asked},
    )


def normalised(rng: random.Random) -> Question:
    """Return a graph: degrees with loops, and entries of the symmetric normalisation."""
    while True:
        matrix = draw(rng, 5, rng.randint(5, 7))
        degrees = [1 + sum(row) for row in matrix]
        joined = [(i, j) for i in range(5) for j in range(5) if matrix[i][j] and degrees[i] != degrees[j]]
        if joined:
            break
    (i, j), loop = rng.choice(joined), rng.randrange(5)
    k, m = rng.choice([(k, m) for k in range(5) for m in range(5) if k != m and not matrix[k][m]])
    entry = 1 / math.sqrt(degrees[i] * degrees[j])
    pair = rf"\frac{{1}}{{\sqrt{{{degrees[i]} \cdot {degrees[j]}}}}} \approx {decimal(entry)}"
    sign = r"\approx" if degrees[loop] == 3 else "="
    diagonal = rf"\frac{{1}}{{{degrees[loop]}}} {sign} {decimal(1 / degrees[loop])}"
    names = [rf"\hat A_{{{a}{b}}}" for a, b in ((i, j), (loop, loop), (k, m))]
    wanted = f"${names[0]}$, ${names[1]}$"
    return Question(
        "normalised",
        prompt=both(
            f"A loop is added to every node, and the matrix is normalised. What is the degree $\\tilde d_{i}$, and what are the entries {wanted} "
            f"and ${names[2]}$?",
            f"모든 노드에 고리를 더하고 행렬을 정규화합니다. 차수 $\\tilde d_{i}$, 성분 {wanted}, ${names[2]}$의 값을 구하세요.",
        ),
        fields=[
            number("degree", f"$\\tilde d_{i}$", degrees[i]),
            number("pair", f"${names[0]}$", entry, tolerance=TOLERANCE),
            number("loop", f"${names[1]}$", 1 / degrees[loop], tolerance=TOLERANCE),
            number("nothing", f"${names[2]}$", 0, tolerance=TOLERANCE),
        ],
        figures=[drawn(matrix)],
        worked=both(
            f"With loops the degrees are ${row_tex(degrees)}$; a node counts itself. Both degrees stand under a root.\n\n"
            f"$\\tilde d_{i} = {degrees[i]}$, ${names[0]} = {pair}$, ${names[1]} = {diagonal}$, and ${names[2]} = 0$, since there is no edge.",
            f"고리까지 세면 차수는 ${row_tex(degrees)}$입니다. 노드는 자기 자신도 셉니다. 두 차수 모두 제곱근을 씌웁니다.\n\n"
            f"$\\tilde d_{i} = {degrees[i]}$, ${names[0]} = {pair}$, ${names[1]} = {diagonal}$이고, 간선이 없으므로 ${names[2]} = 0$입니다.",
        ),
        facts={"matrix": matrix, "pair": [i, j], "loop": loop, "apart": [k, m]},
    )


def walks(rng: random.Random) -> Question:
    """Return a graph with or without arrows: walks of two steps between nodes, and back to the start."""
    arrows = rng.random() < 0.4
    while True:
        matrix = draw_arrows(rng, 5, 7) if arrows else draw(rng, 5, rng.randint(5, 7))
        square = [[sum(matrix[i][k] * matrix[k][j] for k in range(5)) for j in range(5)] for i in range(5)]
        several = [(i, j) for i in range(5) for j in range(5) if i != j and square[i][j] > 1]
        if several:
            break
    i, j = rng.choice(several)
    between, back = [k for k in range(5) if matrix[i][k] and matrix[k][j]], rng.randrange(5)
    toward = f"{j}{'으로' if j in (0, 3) else '로'}"
    ways = ", ".join(f"{i} → {k} → {j}" for k in between)
    reason = both(
        "no arrow has one back, so no walk returns in two steps"
        if arrows
        else "each edge goes there and back, so it is the degree",
        "되돌아오는 화살표가 없어 두 걸음에 돌아올 수 없습니다"
        if arrows
        else "간선마다 갔다가 돌아올 수 있으므로 차수와 같습니다",
    )
    product = " + ".join(rf"{matrix[i][k]} \cdot {matrix[k][j]}" for k in range(5))
    first = f"$(A^2)_{{{i}{j}}} = {product} = {square[i][j]}$"
    return Question(
        "walks",
        prompt=both(
            f"What are the entries $(A^2)_{{{i}{j}}}$ and $(A^2)_{{{back}{back}}}$ of the square of the adjacency matrix? Through which nodes do "
            f"the walks of two steps from {i} to {j} go: what is the sum of the numbers of these nodes?",
            f"인접 행렬의 제곱에서 성분 $(A^2)_{{{i}{j}}}$, $(A^2)_{{{back}{back}}}$의 값을 구하세요. {i}에서 {toward} 가는 두 걸음 보행은 어느 노드를 지납니까? "
            "지나는 노드의 번호를 모두 더해 답하세요.",
        ),
        fields=[
            number("between", f"$(A^2)_{{{i}{j}}}$", square[i][j]),
            number("back", f"$(A^2)_{{{back}{back}}}$", square[back][back]),
            number("through", both("Sum of the nodes between", "지나는 노드 번호의 합"), sum(between)),
        ],
        figures=[drawn(matrix, arrows=arrows)],
        worked=both(
            f"Row {i} times column {j} counts the nodes that lead on: {first}.\n\nThe walks are {ways}: {square[i][j]} of them, and the nodes "
            f"between add up to {sum(between)}. $(A^2)_{{{back}{back}}} = {square[back][back]}$: {reason['en']}.",
            f"{i}번 행과 {j}번 열을 곱하면 두 노드를 이어 주는 노드의 수가 됩니다. {first}.\n\n보행은 모두 {square[i][j]}개({ways})이고, 지나는 노드의 번호를 더하면 "
            f"{sum(between)}입니다. $(A^2)_{{{back}{back}}} = {square[back][back]}$인 까닭: {reason['ko']}.",
        ),
        facts={"matrix": matrix, "pair": [i, j], "back": back},
    )
