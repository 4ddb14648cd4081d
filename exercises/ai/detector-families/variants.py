"""Variants of detector-families: six detectors by description, pipeline, runs of the network, counts and changes."""

from __future__ import annotations

import random

from graders.quiz import Question, both, choice, grouped, matching, number, ordering

FAMILIES = {"one": both("one stage", "1단계"), "two": both("two stages", "2단계")}
DETECTORS = {
    "R-CNN": "two",
    "SPPnet": "two",
    "Fast R-CNN": "two",
    "Faster R-CNN": "two",
    "YOLO": "one",
    "SSD": "one",
}
WHY = {
    "R-CNN": both(
        "crops of the image go through the network one by one",
        "이미지에서 자른 조각을 하나씩 신경망에 넣습니다",
    ),
    "SPPnet": both(
        "the map is shared, pooled by a pyramid, classified by SVMs",
        "특성 맵을 함께 쓰고 피라미드로 풀링해 SVM으로 분류합니다",
    ),
    "Fast R-CNN": both(
        "class and box are learned together, proposals come from outside",
        "클래스와 상자를 함께 배우지만 영역 제안은 밖에서 옵니다",
    ),
    "Faster R-CNN": both(
        "a network proposes regions, a second part classifies them",
        "신경망이 영역을 제안하고 둘째 부분이 분류합니다",
    ),
    "YOLO": both("one grid gives boxes and classes at once", "격자 하나가 상자와 클래스를 한꺼번에 냅니다"),
    "SSD": both(
        "default boxes on several maps get their classes at once",
        "여러 특성 맵의 기본 상자가 바로 클래스를 얻습니다",
    ),
}
#: what is true of one of the six, as its paper describes it, and of no other
TRAITS = {
    "R-CNN": [
        ("Each of about 2,000 proposals is warped to 227 × 227 pixels and goes through the convolutional network on its own.", "영역 제안 2,000개 정도를 하나하나 227 × 227픽셀로 변형해 합성곱 신경망에 따로 넣습니다."),
        ("For a single image its convolutional layers run some two thousand times.", "이미지 한 장에 합성곱층을 이천 번 정도 실행합니다."),
        ("Regions are cut out of the image itself, before any convolution.", "합성곱을 하기 전에 이미지 자체에서 영역을 잘라 냅니다."),
        ("Where two proposals overlap, the shared pixels are convolved once for each of them.", "영역 제안 두 개가 겹치면 겹친 픽셀의 합성곱을 제안마다 따로 계산합니다."),
        ("The input of its convolutional network is a crop of the image, made from one proposal.", "합성곱 신경망의 입력이 영역 제안 하나로 잘라 낸 이미지 조각입니다."),
        ("Twice as many proposals mean twice as many runs of the convolutional layers.", "영역 제안이 두 배가 되면 합성곱층의 실행 횟수도 두 배가 됩니다."),
    ],
    "SPPnet": [
        ("The part of the map below each proposal is pooled by grids of several levels, and SVMs classify the vector.", "특성 맵에서 영역 제안에 해당하는 부분을 여러 단계의 격자로 풀링하고, 그 벡터를 SVM으로 분류합니다."),
        ("Its convolutions run once for the image, and SVMs judge each region in the end.", "합성곱은 이미지에 한 번만 하고, 마지막에 SVM이 영역을 하나씩 판정합니다."),
        ("When it is fine-tuned, the layers below its pyramid of bins stay as they are.", "미세 조정할 때 칸으로 된 피라미드보다 아래에 있는 층은 그대로 둡니다."),
        ("Several grids, the coarsest of a single bin, turn any region of the map into a vector of one length.", "칸이 하나뿐인 것부터 시작하는 여러 격자가, 특성 맵의 어떤 영역이든 길이가 같은 벡터로 바꿉니다."),
        ("It freed its predecessor from running the network for each region, and kept the SVMs.", "영역마다 신경망을 실행해야 했던 이전 방법을 고쳤지만 SVM은 그대로 썼습니다."),
        ("Bins of several levels are pooled from one map; the vectors are stored, and SVMs are trained on them afterwards.", "특성 맵 하나에서 여러 단계의 칸을 풀링해 벡터를 저장한 다음, 그 벡터로 SVM을 훈련합니다."),
    ],
    "Fast R-CNN": [
        ("Each proposal of selective search is pooled to one grid of 7 × 7, from which softmax and box regression follow.", "선택적 탐색으로 찾은 영역 제안을 7 × 7 격자 하나로 풀링하고, 거기서 소프트맥스와 상자 회귀를 계산합니다."),
        ("One loss of two parts, class and box, trains the layers, while regions still come from selective search.", "클래스와 상자로 된 손실 하나로 층을 훈련하지만 영역은 여전히 선택적 탐색이 찾습니다."),
        ("It put softmax in the place of the SVMs, and left finding regions to selective search.", "SVM 자리에 소프트맥스를 놓았고, 영역을 찾는 일은 선택적 탐색에 맡겼습니다."),
        ("Finding regions, which it leaves to a method without learning, takes longer than its network with both outputs, classes and boxes.", "배우지 않는 방법에 맡긴 영역 찾기가, 클래스와 상자를 함께 내는 신경망 자체보다 오래 걸립니다."),
        ("Its network takes two inputs, an image and a list of regions, and gives softmax probabilities and corrected boxes.", "신경망의 입력이 이미지와 영역 목록 두 가지이고, 소프트맥스 확률과 고친 상자를 냅니다."),
        ("It learns class and box together at last, but nothing in it learns where to look: selective search says so.", "마침내 클래스와 상자를 함께 배우지만 어디를 볼지는 배우지 않고 선택적 탐색을 따릅니다."),
    ],
    "Faster R-CNN": [
        ("A small network slides over the map, scores nine anchors at each place, and hands the best regions on to be classified.", "작은 신경망이 특성 맵을 훑으며 자리마다 앵커 아홉 개에 점수를 매기고, 가장 좋은 영역을 넘겨 분류하게 합니다."),
        ("Its proposals are learned, by a network that shares its convolutions with the classifier of the regions.", "영역 제안을 배워서 만듭니다. 제안하는 신경망은 영역을 분류하는 부분과 합성곱을 함께 씁니다."),
        ("Anchors are first scored as object or not; what kind of object it is, a later part says.", "앵커마다 물체인지 아닌지만 먼저 점수로 매기고, 어떤 물체인지는 뒤의 부분이 정합니다."),
        ("It dropped selective search, yet still pools each region and classifies it in a second step.", "선택적 탐색을 버렸지만 여전히 영역을 하나씩 풀링해 두 번째 단계에서 분류합니다."),
        ("Two networks in one: the first says where to look, the second looks there.", "신경망 두 개가 하나로 되어 있습니다. 첫째가 어디를 볼지 말하면 둘째가 그곳을 봅니다."),
        ("Anchors that cross the border of the image are left out of training, and regions pooled from the map are classified afterwards.", "이미지 경계를 넘는 앵커는 훈련에서 빼고, 그다음 특성 맵에서 풀링한 영역을 분류합니다."),
    ],
    "YOLO": [
        ("The image is divided into 7 × 7 cells, and the cell in which an object's centre lies has to find it.", "이미지를 7 × 7칸으로 나누고, 물체의 중심이 놓인 칸이 그 물체를 찾습니다."),
        ("From the whole image one pass makes a block of 7 × 7 × 30 numbers with all boxes and classes.", "이미지 전체를 한 번 통과시켜 모든 상자와 클래스가 든 7 × 7 × 30개의 수를 냅니다."),
        ("Each cell predicts two boxes but only one set of class probabilities, so it can name one kind of object.", "칸마다 상자는 두 개를 예측하지만 클래스 확률은 한 벌뿐이어서, 한 칸이 한 종류의 물체만 답할 수 있습니다."),
        ("Fully connected layers at its end give every box of a single grid, without anchors.", "마지막의 완전 연결층이 앵커 없이 격자 하나의 모든 상자를 냅니다."),
        ("It predicts the square roots of a box's width and height, straight from the image.", "이미지에서 바로 상자의 너비와 높이의 제곱근을 예측합니다."),
        ("The confidence of each of its 98 boxes is multiplied by the class probabilities of the box's cell.", "상자 98개의 신뢰도에 저마다 자기 칸의 클래스 확률을 곱합니다."),
        ("Small objects in a flock are hard for it: a cell of its only grid answers with one class.", "무리 지은 작은 물체에 약합니다. 하나뿐인 격자의 칸이 한 클래스로만 답하기 때문입니다."),
    ],
    "SSD": [
        ("Six maps of different size predict at once; the large ones find small objects.", "크기가 다른 특성 맵 여섯 개가 한꺼번에 예측하고, 큰 맵이 작은 물체를 찾습니다."),
        ("Default boxes of several shapes stand at each cell of several maps, and get scores for all classes directly.", "여러 특성 맵의 칸마다 모양이 다른 기본 상자가 있고, 곧바로 모든 클래스의 점수를 얻습니다."),
        ("Small 3 × 3 filters on several maps predict class scores and offsets of default boxes.", "여러 특성 맵에 놓인 3 × 3 필터가 기본 상자의 클래스 점수와 이동량을 예측합니다."),
        ("For an image of 300 × 300 pixels it judges 8732 boxes in a single pass.", "300 × 300픽셀인 이미지에서 한 번의 통과로 상자 8732개를 판단합니다."),
        ("In training it keeps the hardest backgrounds, three for each matched default box at most.", "훈련할 때 가장 어려운 배경만, 짝지은 기본 상자 하나에 많아야 세 개까지 남깁니다."),
        ("The scale of its boxes grows evenly from one map to the next, from 0.2 to 0.9 of the image.", "상자의 크기가 특성 맵을 따라 이미지의 0.2에서 0.9까지 고르게 커집니다."),
        ("The boxes at its cells are like anchors, but stand on several maps and get their class at once.", "칸에 놓인 상자는 앵커와 비슷하지만, 여러 특성 맵에 있고 바로 클래스를 얻습니다."),
    ],
}  # fmt: skip
#: the pipelines: what each step needs, what it makes, and how it is told
PIPELINES = {
    "R-CNN": [
        ("", "regions", "Selective search finds some 2,000 regions of the image.", "선택적 탐색이 이미지에서 영역 2,000개 정도를 찾습니다."),
        ("regions", "crops", "Each region is cut out of the image and warped to one size.", "영역을 하나씩 이미지에서 잘라 같은 크기로 변형합니다."),
        ("crops", "features", "Each crop goes through the convolutional network.", "조각을 하나씩 합성곱 신경망에 넣습니다."),
        ("features", "scores", "For each class an SVM scores the features of each crop.", "클래스마다 SVM이 조각의 특성에 점수를 매깁니다."),
        ("scores", "boxes", "Non-maximum suppression keeps the best boxes of each class.", "비최댓값 억제로 클래스마다 가장 좋은 상자를 남깁니다."),
    ],
    "SPPnet": [
        ("", "map", "The image goes through the convolutional layers once.", "이미지를 합성곱층에 한 번 통과시킵니다."),
        ("map", "windows", "Each region of selective search is looked up on the map.", "선택적 탐색으로 찾은 영역이 특성 맵의 어디인지 찾습니다."),
        ("windows", "vectors", "A pyramid of grids pools each of these windows into a vector.", "격자로 된 피라미드가 그 창을 하나씩 풀링해 벡터로 만듭니다."),
        ("vectors", "scores", "For each class an SVM scores the features of each vector.", "클래스마다 SVM이 벡터의 특성에 점수를 매깁니다."),
        ("scores", "boxes", "Non-maximum suppression keeps the best boxes of each class.", "비최댓값 억제로 클래스마다 가장 좋은 상자를 남깁니다."),
    ],
    "Fast R-CNN": [
        ("", "map", "The image goes through the convolutional layers once.", "이미지를 합성곱층에 한 번 통과시킵니다."),
        ("map", "windows", "Each region of selective search is looked up on the map.", "선택적 탐색으로 찾은 영역이 특성 맵의 어디인지 찾습니다."),
        ("windows", "grids", "Each of these windows is pooled to one grid of 7 × 7.", "그 창을 하나씩 7 × 7 격자 하나로 풀링합니다."),
        ("grids", "scores", "From each grid follow softmax probabilities and a corrected box.", "격자마다 소프트맥스 확률과 고친 상자를 구합니다."),
        ("scores", "boxes", "Non-maximum suppression keeps the best boxes of each class.", "비최댓값 억제로 클래스마다 가장 좋은 상자를 남깁니다."),
    ],
    "Faster R-CNN": [
        ("", "map", "The image goes through the convolutional layers once.", "이미지를 합성곱층에 한 번 통과시킵니다."),
        ("map", "anchors", "A small network scores and corrects the anchors at each place of the map.", "작은 신경망이 특성 맵의 자리마다 앵커에 점수를 매기고 고칩니다."),
        ("anchors", "regions", "Of the corrected anchors the best become proposals.", "고친 앵커 가운데 가장 좋은 것이 영역 제안이 됩니다."),
        ("regions", "grids", "Each proposal is pooled from the map to one grid of 7 × 7.", "영역 제안을 하나씩 특성 맵에서 7 × 7 격자로 풀링합니다."),
        ("grids", "scores", "From each grid follow class probabilities and a box that is corrected once more.", "격자마다 클래스 확률과 한 번 더 고친 상자를 구합니다."),
    ],
    "YOLO": [
        ("", "image", "The image is resized to 448 × 448 pixels.", "이미지를 448 × 448픽셀로 바꿉니다."),
        ("image", "map", "The resized image goes through the convolutional layers.", "크기를 바꾼 이미지를 합성곱층에 통과시킵니다."),
        ("map", "block", "Fully connected layers turn the map into 7 × 7 × 30 numbers.", "완전 연결층이 특성 맵을 7 × 7 × 30개의 수로 바꿉니다."),
        ("block", "scores", "The confidence of each box is multiplied by the class probabilities of its cell.", "상자마다 신뢰도에 칸의 클래스 확률을 곱합니다."),
        ("scores", "boxes", "Boxes of low score go, then non-maximum suppression drops doubles.", "점수가 낮은 상자를 버린 뒤 비최댓값 억제로 겹치는 상자를 없앱니다."),
    ],
    "SSD": [
        ("", "image", "The image is resized to 300 × 300 pixels.", "이미지를 300 × 300픽셀로 바꿉니다."),
        ("image", "maps", "Convolutional layers make six maps, each smaller than the one before.", "합성곱층이 점점 작아지는 특성 맵 여섯 개를 만듭니다."),
        ("maps", "offsets", "Filters of 3 × 3 on these maps predict class scores and offsets.", "이 특성 맵들에서 3 × 3 필터가 클래스 점수와 이동량을 예측합니다."),
        ("offsets", "decoded", "The offsets move and stretch the default boxes.", "이동량으로 기본 상자를 옮기고 늘입니다."),
        ("decoded", "boxes", "Moved boxes of low score go, then non-maximum suppression drops doubles.", "옮긴 상자 가운데 점수가 낮은 것을 버린 뒤 비최댓값 억제로 겹치는 상자를 없앱니다."),
    ],
}  # fmt: skip
#: what each detector changed in the one before, told in two ways
CHANGES = {
    "R-CNN → SPPnet": (
        both("The convolutions run once for the image instead of once for each region.", "합성곱을 영역마다 한 번이 아니라 이미지에 한 번만 합니다."),
        both("Regions are pooled from a shared map instead of being cut out of the image.", "영역을 이미지에서 자르지 않고 함께 쓰는 특성 맵에서 풀링합니다."),
    ),
    "SPPnet → Fast R-CNN": (
        both("Softmax and box regression are trained together, with one loss; SVMs are gone.", "소프트맥스와 상자 회귀를 손실 하나로 함께 훈련하고 SVM은 없앱니다."),
        both("One level of pooling is left, and class and box are learned at the same time.", "풀링을 한 단계만 남기고, 클래스와 상자를 동시에 배웁니다."),
    ),
    "Fast R-CNN → Faster R-CNN": (
        both("A network proposes the regions, in place of selective search.", "선택적 탐색 대신 신경망이 영역을 제안합니다."),
        both("Proposals are made from the shared map by means of anchors.", "함께 쓰는 특성 맵에서 앵커를 써서 영역 제안을 만듭니다."),
    ),
    "Faster R-CNN → YOLO": (
        both("There are no proposals any more: one grid gives boxes and classes in one pass.", "영역 제안이 없어지고, 격자 하나가 한 번의 통과로 상자와 클래스를 냅니다."),
        both("The second stage is gone, and so are the anchors: each cell predicts boxes itself.", "두 번째 단계도 앵커도 없어지고, 칸이 직접 상자를 예측합니다."),
    ),
    "YOLO → SSD": (
        both("Predictions come from several maps with default boxes instead of from a single grid.", "하나뿐인 격자 대신 기본 상자가 놓인 여러 특성 맵에서 예측합니다."),
        both("Fully connected layers give way to small filters on maps of several sizes.", "완전 연결층 대신 크기가 다른 여러 특성 맵에서 작은 필터를 씁니다."),
    ),
}  # fmt: skip


def generate(rng: random.Random) -> Question:
    """Return one question about the six detectors."""
    return rng.choice([family, family, which, which, steps, runs, counts, counts, changes])(rng)


def shuffled(rng: random.Random, options):
    """Return options in another order."""
    return {name: options[name] for name in rng.sample(list(options), len(options))}


def family(rng: random.Random) -> Question:
    """Return four descriptions of detectors with one stage or two."""
    ones, twos = (rng.sample([name for name in DETECTORS if DETECTORS[name] == kind], 2) for kind in FAMILIES)
    names = rng.sample(ones + twos, 4)
    if rng.random() < 0.5:
        names[rng.randrange(4)] = rng.choice([name for name in DETECTORS if name not in names])
    items = {key: both(*rng.choice(TRAITS[name])) for key, name in zip("abcd", names, strict=True)}
    answers = {key: DETECTORS[name] for key, name in zip("abcd", names, strict=True)}
    return Question(
        "family",
        prompt=both("Each sentence is true of one of the six detectors alone. Does that detector have one stage or two?",
                    "각 문장은 여섯 탐지기 가운데 하나에만 맞습니다. 그 탐지기는 1단계입니까, 2단계입니까?"),
        fields=[matching("stage", both("Stages", "단계"), items, FAMILIES, answers)],
        worked={
            lang: "\n".join(f"- {items[key][lang]} → {name}, **{FAMILIES[answers[key]][lang]}**: {WHY[name][lang]}" for key, name in zip("abcd", names, strict=True))
            for lang in ("en", "ko")
        },
    )  # fmt: skip


def which(rng: random.Random) -> Question:
    """Return three descriptions to be matched with detectors."""
    names = rng.sample(list(DETECTORS), 3)
    items = {key: both(*rng.choice(TRAITS[name])) for key, name in zip("abc", names, strict=True)}
    return Question(
        "which",
        prompt=both("Of which detector is each sentence true? Each fits one of the six only.",
                    "각 문장은 어떤 탐지기에 대한 설명입니까? 문장마다 여섯 가지 가운데 하나에만 맞습니다."),
        fields=[matching("of", both("Detectors", "탐지기"), items, rng.sample(list(DETECTORS), 6), dict(zip("abc", names, strict=True)))],
        worked={
            lang: "\n".join(f"- {items[key][lang]} → **{name}**: {WHY[name][lang]}" for key, name in zip("abc", names, strict=True))
            for lang in ("en", "ko")
        },
    )  # fmt: skip


def steps(rng: random.Random) -> Question:
    """Return the steps of one detector, to be put in order and recognised."""
    detector = rng.choice(list(PIPELINES))
    chain = PIPELINES[detector]
    names = rng.sample(["p", "q", "r", "s", "t"], len(chain))
    labels = {name: both(*step[2:]) for name, step in zip(names, chain, strict=True)}
    return Question(
        "steps",
        prompt=both("This is how one of the six detectors works on an image. Put the steps in order. Which detector is it?",
                    "여섯 탐지기 가운데 하나가 이미지를 처리하는 과정입니다. 단계를 순서대로 놓으세요. 어떤 탐지기입니까?"),
        fields=[
            ordering("order", both("Order", "순서"), dict(sorted(labels.items())), names),
            choice("detector", both("Detector", "탐지기"), rng.sample(list(DETECTORS), 6), detector),
        ],
        worked={
            lang: f"{WHY[detector][lang]}.\n\n" + "\n".join(f"{n}. {labels[name][lang]}" for n, name in enumerate(names, start=1)) + f"\n- **{detector}**"
            for lang in ("en", "ko")
        },
        facts={"needs": {name: list(step[:2]) for name, step in sorted(zip(names, chain, strict=True))}},
    )  # fmt: skip


def runs(rng: random.Random) -> Question:
    """Return how often convolutional layers run, and how many regions are classified one by one."""
    images, regions = rng.choice([2, 3, 5, 8, 10, 20]), rng.choice([200, 300, 500, 1000, 2000])
    shared, single = rng.choice(["SPPnet", "Fast R-CNN", "Faster R-CNN"]), rng.choice(["YOLO", "SSD"])
    names = [*rng.sample(["R-CNN", shared, single], 3)]
    run = {"R-CNN": images * regions, shared: images, single: images}
    looked = rng.choice(names)
    judged = 0 if looked == single else images * regions
    asks = both(
        f"Regions that {looked} cuts out or pools, and classifies one by one",
        f"{looked}에서 잘라 내거나 풀링해 하나씩 분류하는 영역",
    )
    return Question(
        "runs",
        prompt=both(
            f"Three detectors look at {images} images each, every image at one size. The two-stage ones use {regions} proposals per image. "
            f"How often do the convolutional layers of each have to be run, and how many regions does {looked} handle one by one?",
            f"탐지기 세 개가 이미지를 {images}장씩 처리합니다. 이미지마다 한 가지 크기로만 봅니다. 2단계 탐지기는 이미지마다 영역 제안 {regions}개를 씁니다. "
            f"탐지기마다 합성곱층을 몇 번 실행합니까? {looked}에서 하나씩 처리하는 영역은 몇 개입니까?",
        ),
        fields=[
            *(number(f"runs{place}", both(f"Runs, {name}", f"{name}의 실행 횟수"), run[name]) for place, name in enumerate(names, 1)),
            number("judged", asks, judged),
        ],
        worked={
            lang: "\n".join(f"- {name}: " + (f"${images} \\cdot {regions} = {run[name]}$" if name == "R-CNN" else f"${run[name]}$") + f"; {WHY[name][lang]}" for name in names)
            + f"\n- {asks[lang]}: " + (f"${images} \\cdot {regions} = {judged}$" if judged else "$0$")
            for lang in ("en", "ko")
        },
        facts={"images": images, "regions": regions, "names": names, "looked": looked},
    )  # fmt: skip


def counts(rng: random.Random) -> Question:
    """Return a detector of other sizes than published, whose boxes and outputs are to be counted."""
    return rng.choice([count_anchors, count_cells, count_maps])(rng)


def counted(ask, rows, facts) -> Question:
    """Return a question that asks for some numbers: name, label, formula and value of each."""
    return Question(
        "counts",
        prompt=ask,
        fields=[number(name, label, value) for name, label, _, value in rows],
        worked={
            lang: "\n".join(f"- {label[lang]}: ${formula} = {grouped(value)}$" for _, label, formula, value in rows)
            for lang in ("en", "ko")
        },
        facts=facts,
    )  # fmt: skip


def count_anchors(rng: random.Random) -> Question:
    """Return the anchors of a region proposal network."""
    rows, columns = rng.sample(range(12, 41), 2)
    scales, ratios = rng.choice([2, 3, 4]), rng.choice([2, 3, 5])
    each = scales * ratios
    total = rows * columns * each
    return counted(
        both(f"The region proposal network of a Faster R-CNN sees a map of {rows} × {columns} places. It has anchors of {scales} scales and {ratios} ratios. "
             "For each anchor it gives 2 scores, object or not, and 4 corrections.",
             f"어떤 Faster R-CNN의 영역 제안 신경망이 {rows} × {columns}자리인 특성 맵을 봅니다. 앵커는 크기가 {scales}가지, 비율이 {ratios}가지입니다. "
             "앵커마다 물체인지 아닌지를 나타내는 점수 2개와 고치는 값 4개를 냅니다."),
        [
            ("each", both("Anchors at each place", "한 자리에 있는 앵커의 수"), f"{scales} \\cdot {ratios}", each),
            ("total", both("Anchors in all", "앵커의 총개수"), f"{rows} \\cdot {columns} \\cdot {each}", total),
            ("numbers", both("Numbers that it gives in all", "내놓는 수의 총개수"), f"{grouped(total)} \\cdot (2 + 4)", total * 6),
        ],
        {"kind": "anchors", "rows": rows, "columns": columns, "scales": scales, "ratios": ratios},
    )  # fmt: skip


def count_cells(rng: random.Random) -> Question:
    """Return the grid of a YOLO."""
    side, boxes, classes = (
        rng.choice([5, 7, 9, 11, 13]),
        rng.choice([1, 2, 3, 4]),
        rng.choice([3, 5, 10, 20, 40, 80]),
    )
    each = 5 * boxes + classes
    return counted(
        both(f"A YOLO of version 1 has a grid of {side} × {side} cells, {boxes} {'box' if boxes == 1 else 'boxes'} per cell and {classes} classes. The classes of a cell are predicted once.",
             f"버전 1의 YOLO가 {side} × {side}칸인 격자에서 칸마다 상자 {boxes}개와 클래스 {classes}개를 예측합니다. 클래스는 칸마다 한 벌만 예측합니다."),
        [
            ("each", both("Numbers in each cell", "한 칸에서 내놓는 수의 개수"), f"{boxes} \\cdot 5 + {classes}", each),
            ("total", both("Boxes in all", "상자의 총개수"), f"{side} \\cdot {side} \\cdot {boxes}", side * side * boxes),
            ("numbers", both("Numbers that it gives in all", "내놓는 수의 총개수"), f"{side} \\cdot {side} \\cdot {each}", side * side * each),
        ],
        {"kind": "cells", "side": side, "boxes": boxes, "classes": classes},
    )  # fmt: skip


def count_maps(rng: random.Random) -> Question:
    """Return the default boxes of an SSD of three maps."""
    sides = [rng.choice([20, 24, 32]), rng.choice([8, 10, 16]), rng.choice([1, 2, 4, 5])]
    extra = [rng.choice([1, 2]) for _ in sides]
    kinds, classes = [2 + 2 * each for each in extra], rng.choice([4, 11, 21])
    total = sum(side * side * kind for side, kind in zip(sides, kinds, strict=True))
    said = ", ".join(f"{side} × {side}: {count}" for side, count in zip(sides, extra, strict=True))
    squares = " + ".join(f"{side}^2 \\cdot {kind}" for side, kind in zip(sides, kinds, strict=True))
    return counted(
        both(f"An SSD has three square maps. Each cell has two square default boxes and, for each further ratio $a$, one of ratio $a$ and one of $1/a$. "
             f"The maps and how many further ratios they have: {said}. For each box it gives {classes} class scores, background included, and 4 offsets.",
             f"어떤 SSD에 정사각형 특성 맵이 세 개 있습니다. 칸마다 정사각형인 기본 상자가 두 개 있고, 비율 $a$를 더할 때마다 비율이 $a$인 상자와 $1/a$인 상자가 하나씩 더 있습니다. "
             f"특성 맵과 더한 비율의 개수는 {said}입니다. 상자마다 배경을 포함한 클래스 점수 {classes}개와 이동량 4개를 냅니다."),
        [
            ("each", both(f"Boxes in a cell of the {sides[0]} × {sides[0]} map", f"{sides[0]} × {sides[0]} 맵의 한 칸에 있는 상자의 수"), f"2 + 2 \\cdot {extra[0]}", kinds[0]),
            ("total", both("Boxes in all", "상자의 총개수"), squares, total),
            ("numbers", both("Numbers that it gives in all", "내놓는 수의 총개수"), f"{grouped(total)} \\cdot ({classes} + 4)", total * (classes + 4)),
        ],
        {"kind": "maps", "sides": sides, "extra": extra, "classes": classes},
    )  # fmt: skip


def compared(pair: str, lang: str) -> str:
    """Return how the two detectors of a pair work, one after the other."""
    return "(" + "; ".join(f"{name}: {WHY[name][lang]}" for name in pair.split(" → ")) + ")"


def changes(rng: random.Random) -> Question:
    """Return steps of history to be matched with what changed."""
    left = rng.choice(list(CHANGES))
    drawn = [name for name in CHANGES if name != left]
    options = shuffled(rng, {f"c{place}": rng.choice(CHANGES[name]) for place, name in enumerate(CHANGES)})
    answers = {key: f"c{list(CHANGES).index(name)}" for key, name in zip("abcd", drawn, strict=True)}
    items = {key: both(name, name) for key, name in zip("abcd", drawn, strict=True)}
    return Question(
        "changes",
        prompt=both("What did the later detector of each pair change? One of the changes is left over.",
                    "짝마다 뒤의 탐지기가 무엇을 바꾸었습니까? 보기 하나는 남습니다."),
        fields=[matching("changed", both("Changes", "바뀐 점"), items, options, answers)],
        worked={
            lang: "\n".join(f"- **{items[key][lang]}**: {options[answers[key]][lang]} {compared(items[key][lang], lang)}" for key in items)
            for lang in ("en", "ko")
        },
    )  # fmt: skip
