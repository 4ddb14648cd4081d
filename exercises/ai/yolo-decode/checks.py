"""Checks for yolo-decode: boxes of a grid, scores of their classes, and what is above a threshold."""

from __future__ import annotations

import torch

from graders import Slip, assert_close, expect, given, pictures, strategies as st

#: what the last cell of the example of the text predicts: two boxes, then three classes
CELL = [0.5, 0.25, 0.6, 0.5, 0.8, 0.1, 0.9, 0.2, 0.4, 0.5, 0.1, 0.7, 0.2]
#: its two boxes in an image of 300 by 200
BOXES = [[196.0, 100.0, 304.0, 150.0], [204.0, 174.0, 216.0, 206.0]]


def example():
    """Return the grid of the text, 2 rows of 3 cells, of which the last alone is not empty."""
    output = torch.zeros(2, 3, 13)
    output[1, 2] = torch.tensor(CELL)
    return output


def predicted(rng, rows, columns, count, classes, dtype=torch.float32):
    """Return a grid of sixteenths, so that all scores are exact."""
    return torch.from_numpy(rng.integers(0, 17, (rows, columns, 5 * count + classes)) / 16).to(dtype)


@st.composite
def grids(draw):
    """Draw the arguments of `read_boxes`."""
    rows, columns, count, classes = (draw(st.integers(1, most)) for most in (3, 3, 3, 2))
    output = draw(st.tensors((rows, columns, 5 * count + classes), low=0, high=1))
    width, height = draw(st.sampled_from([10.0, 64.0])), draw(st.sampled_from([20.0, 48.0]))
    return {"output": output, "count": count, "width": width, "height": height}


def laid(
    output,
    count,
    width,
    height,
    *,
    size="image",
    cell=True,
    swapped=False,
    undivided=False,
    first="yxb",
    columns_of_five=False,
    change=None,
):
    """Return boxes, centre form, with one step done otherwise."""
    rows, columns, _ = output.shape
    numbers = output[:, :, : 5 * count]
    numbers = numbers.unflatten(2, (5, count)).mT if columns_of_five else numbers.unflatten(2, (count, 5))
    x, y, w, h, _ = (change or (lambda n: n))(numbers).unbind(3)
    i, j = torch.arange(rows)[:, None, None], torch.arange(columns)[:, None]
    i, j = (j, i) if swapped else (i, j)
    x, y = ((j + x) / columns, (i + y) / rows) if cell else (x + 0 * j, y + 0 * i)
    x, y = (x * columns, y * rows) if undivided else (x, y)
    w, h = {"root": (w, h), "rooted": (w.sqrt(), h.sqrt())}.get(size, (w**2, h**2))
    w, h = (w / columns, h / rows) if size == "cell" else (w, h)
    parts = torch.stack([x * width, y * height, w * width, h * height], 3)
    return parts.permute(*("yxb".index(axis) for axis in first), 3).reshape(-1, 4)


def corners(boxes, reach=0.5):
    """Return corners of boxes in centre form."""
    return torch.cat([boxes[:, :2] - reach * boxes[:, 2:], boxes[:, :2] + reach * boxes[:, 2:]], 1)


def from_corner(boxes):
    """Return corners as if the centre were the upper left corner."""
    return torch.cat([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], 1)


def box_slips(*case):
    """Return what usual mistakes make of the boxes."""
    return [
        Slip("not-squared", en="width and height were not squared; version 1 predicts their square roots.", ko="너비와 높이를 제곱하지 않았습니다. 버전 1은 제곱근을 예측합니다.", value=lambda: corners(laid(*case, size="root"))),
        Slip("root-of-root", en="the square root was taken once more; these numbers are roots already and have to be squared.", ko="제곱근을 한 번 더 구했습니다. 이 수가 이미 제곱근이므로 제곱해야 합니다.", value=lambda: corners(laid(*case, size="rooted"))),
        Slip("undivided", en="column and row were not divided by the numbers of columns and rows: each cell is as large as the image.", ko="열과 행의 수로 나누지 않아서 칸 하나가 이미지만큼 커졌습니다.", value=lambda: corners(laid(*case, undivided=True))),
        Slip("of-the-cell", en="width and height are shares of the image here, not of the cell.", ko="너비와 높이는 칸이 아니라 이미지 전체에 대한 비율입니다.", value=lambda: corners(laid(*case, size="cell"))),
        Slip("of-the-image", en="x and y are shares of the cell: the cell's column and row are missing.", ko="x와 y는 칸 안의 비율입니다. 칸의 열과 행을 더하지 않았습니다.", value=lambda: corners(laid(*case, cell=False))),
        Slip("row-for-x", en="the row was added to x and the column to y; x goes along the columns.", ko="x에 행을, y에 열을 더했습니다. x는 열을 따라갑니다.", value=lambda: corners(laid(*case, swapped=True))),
        Slip("sides-swapped", en="the image's width and height were swapped.", ko="이미지의 너비와 높이가 바뀌었습니다.", value=lambda: corners(laid(*case[:2], case[3], case[2]))),
        Slip("five-by-five", en="the numbers of a cell were read as all x, then all y; each box has five numbers in a row.", ko="한 칸의 수를 x끼리, y끼리 모은 것으로 읽었습니다. 상자마다 수 다섯 개가 이어집니다.", value=lambda: corners(laid(*case, columns_of_five=True))),
        Slip("by-column", en="the cells come column by column instead of row by row.", ko="칸을 행이 아니라 열 순서로 늘어놓았습니다.", value=lambda: corners(laid(*case, first="xyb"))),
        Slip("by-box", en="first boxes of all cells come first; the boxes of a cell belong together.", ko="모든 칸의 첫째 상자가 먼저 나옵니다. 같은 칸의 상자끼리 이어져야 합니다.", value=lambda: corners(laid(*case, first="byx"))),
        Slip("still-centred", en="the rows are (centre x, centre y, width, height); corners are asked for.", ko="행이 (중심 x, 중심 y, 너비, 높이)입니다. 두 꼭짓점이어야 합니다.", value=lambda: laid(*case)),
        Slip("corner-for-centre", en="the predicted centre was taken for the upper left corner.", ko="예측한 중심을 왼쪽 위 꼭짓점으로 썼습니다.", value=lambda: from_corner(laid(*case))),
        Slip("whole-side", en="the boxes go a whole side, not half of it, to each side of the centre.", ko="중심에서 양쪽으로 변의 절반이 아니라 변 전체만큼 갔습니다.", value=lambda: corners(laid(*case), reach=1)),
        Slip("sigmoid", en="a sigmoid was applied; version 1 predicts these numbers as they are.", ko="시그모이드를 적용했습니다. 버전 1의 예측값은 그대로 씁니다.", value=lambda: corners(laid(*case, change=torch.sigmoid))),
        Slip("clipped", en="the boxes were clipped to the image; nothing is clipped here.", ko="상자를 이미지에 맞게 잘랐습니다. 여기서는 자르지 않습니다.", value=lambda: corners(laid(*case)).clamp(min=0).minimum(torch.tensor(case[2:] * 2))),
    ]  # fmt: skip


def score_slips(output, count):
    """Return what usual mistakes make of the scores."""
    sure, classes = output[:, :, 4 : 5 * count : 5, None], output[:, :, None, 5 * count :]
    return [
        Slip("confidence-missing", en="these are the class probabilities alone, without the confidence of the box.", ko="상자의 신뢰도를 곱하지 않은 클래스 확률입니다.", value=lambda: (classes + 0 * sure).flatten(0, 2)),
        Slip("class-missing", en="this is the confidence alone, without the class probabilities.", ko="클래스 확률을 곱하지 않은 신뢰도입니다.", value=lambda: (sure + 0 * classes).flatten(0, 2)),
        Slip("softmax", en="a softmax was applied to the class probabilities; they are used as they are.", ko="클래스 확률에 소프트맥스를 적용했습니다. 예측값은 그대로 씁니다.", value=lambda: (sure * classes.softmax(3)).flatten(0, 2)),
        Slip("first-box-only", en="the confidence of each cell's first box was used for all of its boxes.", ko="칸의 첫째 상자의 신뢰도를 모든 상자에 썼습니다.", value=lambda: (sure[:, :, :1] * classes + 0 * sure).flatten(0, 2)),
        Slip("by-box", en="first boxes of all cells come first; the boxes of a cell belong together.", ko="모든 칸의 첫째 상자가 먼저 나옵니다. 같은 칸의 상자끼리 이어져야 합니다.", value=lambda: (sure * classes).permute(2, 0, 1, 3).flatten(0, 2)),
        Slip("by-column", en="the cells come column by column instead of row by row.", ko="칸을 행이 아니라 열 순서로 늘어놓았습니다.", value=lambda: (sure * classes).transpose(0, 1).flatten(0, 2)),
    ]  # fmt: skip


def detection_slips(scores, threshold):
    """Return what usual mistakes make of the classes that are found."""
    found = torch.nonzero(scores > threshold)
    best = scores.max(1)
    return [
        Slip("by-score", en="the detections come by score; the number of the box decides, then the class.", ko="점수 순서로 늘어놓았습니다. 상자 번호 순서로, 같은 상자에서는 클래스 순서로 놓으세요.", value=lambda: {"classes": found[scores[scores > threshold].argsort(descending=True, stable=True), 1]}),
        Slip("by-class", en="the detections come by class; the number of the box decides first.", ko="클래스 순서로 늘어놓았습니다. 상자 번호가 먼저입니다.", value=lambda right: {"classes": right["classes"].sort().values}),
        Slip("from-one", en="classes are counted from 1; they are counted from 0.", ko="클래스를 1부터 세었습니다. 0부터 셉니다.", value=lambda right: {"classes": right["classes"] + 1}),
        Slip("best-class", en="each box was found as its best class only; every class above the threshold counts.", ko="상자마다 가장 좋은 클래스 하나만 찾았습니다. 임계값보다 큰 클래스는 모두 셉니다.", value=lambda: {"classes": best.indices[best.values > threshold]}),
        Slip("equal-found", en="a score that equals the threshold was counted; it has to be greater.", ko="임계값과 같은 점수도 세었습니다. 임계값보다 커야 합니다.", value=lambda: {"classes": torch.nonzero(scores >= threshold)[:, 1]}),
    ]  # fmt: skip


def check_boxes(submission, reference, *case):
    """Compare the boxes of one grid."""
    shown = pictures.boxes(frame=(0, 0, case[2], case[3]))
    assert_close(
        submission.read_boxes(*case), reference.read_boxes(*case), slips=box_slips(*case), picture=shown
    )


def check_scores(submission, reference, output, count):
    """Compare the scores of one grid."""
    expected = reference.read_scores(output, count)
    assert_close(submission.read_scores(output, count), expected, slips=score_slips(output, count))


def check_detections(submission, reference, output, count, width, height, threshold):
    """Compare what is detected: how much of it, classes, scores, boxes."""
    boxes, scores, classes = submission.detect(output, count, width, height, threshold)
    right = reference.detect(output, count, width, height, threshold)
    frame = (0, 0, width, height)
    slips = detection_slips(reference.read_scores(output, count), threshold)
    assert_close({"classes": classes}, {"classes": right[2]}, slips=slips)
    assert_close({"scores": scores}, {"scores": right[1]})
    assert_close(boxes, right[0], picture=pictures.boxes(frame=frame))


def test_one_cell(submission):
    """A grid of one cell: x and y are shares of the image then, too."""
    output = torch.tensor([[[0.5, 0.25, 0.5, 0.25, 0.9, 0.3, 0.7]]])
    case, shown = (output, 1, 32.0, 64.0), pictures.boxes(frame=(0, 0, 32, 64))

    expected = torch.tensor([[12.0, 14.0, 20.0, 18.0]])
    assert_close(submission.read_boxes(*case), expected, slips=box_slips(*case), picture=shown)


def test_last_cell(submission):
    """The example of the text: the two boxes of the cell in row 1, column 2 come last."""
    case, shown = (example(), 2, 300.0, 200.0), pictures.boxes(frame=(0, 0, 300, 200))

    corners_of = torch.tensor([[0.0, 0.0], [100.0, 0.0], [200.0, 0.0], [0.0, 100.0], [100.0, 100.0]])
    expected = torch.cat([corners_of.repeat_interleave(2, 0).repeat(1, 2), torch.tensor(BOXES)])
    assert_close(submission.read_boxes(*case), expected, slips=box_slips(*case), picture=shown)


def test_cells_in_rows(submission, reference, rng):
    """Cells go row by row, each with all of its boxes; grids need not be square, and neither need images."""
    check_boxes(submission, reference, predicted(rng, 2, 3, 2, 1), 2, 90.0, 40.0)
    check_boxes(submission, reference, predicted(rng, 4, 2, 3, 2), 3, 64.0, 96.0)


@given(max_examples=25, case=grids())
def test_any_grid(submission, reference, case):
    """The boxes are right for any small grid, with one box a cell or several."""
    check_boxes(submission, reference, *case.values())


def test_sure_of_a_class(submission):
    """The example of the text: 0.8 · 0.7 is the score of the second class for the first box."""
    output, expected = example(), torch.zeros(12, 3)
    expected[10:] = torch.tensor([[0.08, 0.56, 0.16], [0.05, 0.35, 0.1]])

    assert_close(submission.read_scores(output, 2), expected, slips=score_slips(output, 2))


def test_any_scores(submission, reference, rng):
    """Each box of a cell has its own confidence; they share the classes."""
    check_scores(submission, reference, predicted(rng, 3, 2, 2, 4), 2)
    check_scores(submission, reference, predicted(rng, 2, 3, 1, 1), 1)


def test_two_detections(submission, reference):
    """The example of the text: with 0.3 both boxes are of the second class, with 0.15 the first has another."""
    for threshold, found in (
        (0.3, [(0, 0.56, 1), (1, 0.35, 1)]),
        (0.15, [(0, 0.56, 1), (0, 0.16, 2), (1, 0.35, 1)]),
    ):
        boxes, scores, classes = submission.detect(example(), 2, 300.0, 200.0, threshold)
        shown = pictures.boxes(frame=(0, 0, 300, 200))

        slips = detection_slips(reference.read_scores(example(), 2), threshold)
        assert_close(
            {"classes": classes}, {"classes": torch.tensor([each[2] for each in found])}, slips=slips
        )
        assert_close({"scores": scores}, {"scores": torch.tensor([each[1] for each in found])})
        assert_close(boxes, torch.tensor([BOXES[each[0]] for each in found]), picture=shown)


def test_threshold_is_strict(submission, reference):
    """A score that equals the threshold is not above it."""
    output = torch.full((1, 2, 7), 0.5)
    output[0, 1, 6] = 0.75

    check_detections(submission, reference, output, 1, 8.0, 8.0, 0.25)
    check_detections(submission, reference, output, 1, 8.0, 8.0, 0.125)


def test_nothing_found(submission, reference):
    """Where nothing scores, there are no boxes, no scores and no classes."""
    check_detections(submission, reference, example(), 2, 300.0, 200.0, 0.5)
    check_detections(submission, reference, example(), 2, 300.0, 200.0, 0.6)


def test_arguments_stay_as_they_are(submission, reference, rng):
    """A call changes none of the numbers it was given."""
    output = predicted(rng, 4, 5, 2, 3)
    for name, check, rest in (
        ("read_boxes", check_boxes, (30.0, 20.0)),
        ("read_scores", check_scores, ()),
        ("detect", check_detections, (30.0, 20.0, 0.3)),
    ):
        check(submission, reference, output, 2, *rest)
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed a tensor it was given.",
            ko=f"`{name}`가 받은 텐서를 바꾸었습니다.",
        )


def test_as_published(submission, reference, rng):
    """The grid of the paper, 7 by 7 cells of 30 numbers, gives 98 boxes with 20 scores each."""
    output = predicted(rng, 7, 7, 2, 20)

    check_boxes(submission, reference, output, 2, 448.0, 448.0)
    check_scores(submission, reference, output, 2)
    check_detections(submission, reference, output, 2, 448.0, 448.0, 0.7)


def test_fresh_grids(submission, reference, rng):
    """Other grids are read as well, in both dtypes; roots may be negative."""
    for dtype, rows, columns, count, classes in ((torch.float64, 5, 3, 2, 3), (torch.float32, 1, 9, 4, 1)):
        output = predicted(rng, rows, columns, count, classes, dtype)
        output[:, :, 2] -= 0.5
        check_boxes(submission, reference, output, count, 321.5, 77.0)
        check_scores(submission, reference, output, count)


def test_fresh_detections(submission, reference, rng):
    """The right classes of the right boxes are found, in order, in both dtypes."""
    for dtype, shape in (
        (torch.float64, (4, 6, 3, 2)),
        (torch.float32, (6, 4, 1, 5)),
        (torch.float32, (3, 5, 2, 3)),
    ):
        check_detections(submission, reference, predicted(rng, *shape, dtype), shape[2], 60.0, 130.0, 0.45)
