"""Variants of network-zoo: five kinds of networks by description, data, drawing, counts and order of training."""

from __future__ import annotations

import random

from graders.quiz import Question, both, choice, graph_figure, grouped, matching, number, ordering, several

NETWORKS = {
    "DNN": both("DNN, a deep fully connected network", "DNN, 심층 신경망"),
    "CNN": both("CNN, a convolutional network", "CNN, 합성곱 신경망"),
    "RNN": both("RNN, a recurrent network", "RNN, 순환 신경망"),
    "RBM": both("RBM, a restricted Boltzmann machine", "RBM, 제한된 볼츠만 머신"),
    "DBN": both("DBN, a deep belief network", "DBN, 심층 신뢰 신경망"),
}
#: what fits one network and no other
TRAITS = {
    "DNN": (
        ("A multi-layer perceptron with more than one hidden layer, trained with labels from end to end.", "은닉층이 둘 이상인 다층 퍼셉트론이며, 레이블을 써서 처음부터 끝까지 한꺼번에 훈련합니다."),
        ("Full weight matrices with a ReLU between each two; the loss is computed from labels and goes back through all of them.", "완전 연결 가중치 행렬 사이마다 ReLU가 있고, 레이블로 구한 손실이 모든 행렬을 거슬러 갑니다."),
        ("Three hidden layers turn 13 measured features into a price; each node has a weight of its own for every value of the layer before.", "은닉층 세 개가 특성 13개를 가격으로 바꿉니다. 노드마다 앞 층의 모든 값에 대해 자기만의 가중치가 있습니다."),
        ("For an image its pixels are laid out in one row, and each node of the first layer gets a weight of its own for every pixel; backpropagation trains all layers at once.", "이미지라면 픽셀을 한 줄로 펼치고, 첫 층의 노드마다 모든 픽셀에 자기만의 가중치를 둡니다. 역전파로 모든 층을 한꺼번에 훈련합니다."),
        ("It is trained by backpropagation on labels, but nothing in its layers knows which inputs are neighbours or which came earlier.", "레이블을 써서 역전파로 훈련하지만, 층의 구조에는 어떤 입력이 서로 이웃인지, 어떤 입력이 먼저 왔는지가 담겨 있지 않습니다."),
        ("Values flow forwards only, no weight is shared, and all of its several hidden layers learn from labels together.", "값이 앞으로만 흐르고, 공유하는 가중치가 없으며, 여러 은닉층이 레이블로 함께 배웁니다."),
        ("If the columns of the table were put in another order before training, its structure would suit them as well; it learns the labels of the rows by backpropagation.", "훈련하기 전에 표의 열 순서를 바꾸어도 구조는 똑같이 알맞습니다. 행의 레이블을 역전파로 배웁니다."),
    ),
    "CNN": (
        ("One small set of weights goes over the whole image, so a pattern is found wherever it stands.", "작은 가중치 한 벌이 이미지 전체를 훑으므로 무늬가 어디에 있든 찾아냅니다."),
        ("Each node of the first layer sees a small window of the image only, and all of them use the same weights.", "첫 층의 노드는 이미지의 작은 창만 보며, 모두 같은 가중치를 씁니다."),
        ("Between its layers of filters, pooling makes the feature maps smaller.", "필터로 된 층 사이에서 풀링이 특성 맵을 줄입니다."),
        ("Its first layer has as many weights for an image of 32 × 32 pixels as for one of 512 × 512.", "첫 층의 가중치 수는 이미지가 32 × 32픽셀이든 512 × 512픽셀이든 같습니다."),
        ("Each filter of its first layer answers to one small pattern, such as an edge, and gives a feature map.", "첫 층의 필터마다 가장자리 같은 작은 무늬 하나에 반응하여 특성 맵을 만듭니다."),
        ("If the picture moves by three pixels, the first feature map moves by three pixels, too (stride 1, away from the border).", "그림이 세 픽셀 움직이면 첫 특성 맵도 세 픽셀 움직입니다(스트라이드 1, 가장자리 제외)."),
        ("It shares weights over places in space.", "공간의 여러 자리에서 가중치를 공유합니다."),
    ),
    "RNN": (
        ("At each step it makes a new state of the input and the state before, always with the same weights.", "단계마다 입력과 이전 상태로 새 상태를 만들며, 늘 같은 가중치를 씁니다."),
        ("It reads a sentence of 3 words and one of 300 word by word, and keeps what it has read in a hidden state.", "단어가 3개인 문장도 300개인 문장도 한 단어씩 읽고, 읽은 내용을 은닉 상태에 담아 둡니다."),
        ("In training it is unrolled over the steps of time, and gradients go back from the last step to the first.", "훈련할 때 시간의 단계를 따라 펼치고, 기울기가 마지막 단계에서 첫 단계로 거슬러 갑니다."),
        ("It shares weights over steps in time, and what it made of one step goes into the next.", "시간의 여러 단계에서 가중치를 공유하며, 한 단계에서 얻은 값이 다음 단계에 들어갑니다."),
        ("An arrow leads from its hidden layer back to the hidden layer, one step later.", "은닉층에서 나온 화살표가 한 단계 뒤의 은닉층으로 돌아갑니다."),
        ("In long inputs its gradients vanish or explode, since the matrix from state to state enters once for each step.", "입력이 길면 상태에서 상태로 가는 행렬이 단계마다 곱해지므로 기울기가 소실되거나 폭발합니다."),
        ("In a batch of padded inputs, the state after the own last step of each one is what sums it up.", "패딩한 배치에서는 입력마다 자기 마지막 단계 뒤의 상태가 입력 전체를 요약합니다."),
    ),
    "RBM": (
        ("It has two layers, joined without direction, and no line joins two units of one layer.", "층은 둘뿐이고 방향 없이 이어져 있으며, 같은 층의 노드끼리는 이어져 있지 않습니다."),
        ("Given the one layer, all units of the other are independent of each other, whichever of its two layers is given.", "두 층 가운데 어느 쪽이 주어지든 다른 층의 노드는 모두 서로 독립입니다."),
        ("Its energy is $-a \\cdot v - b \\cdot h - v^{\\top} W h$, with a single matrix.", "에너지가 $-a \\cdot v - b \\cdot h - v^{\\top} W h$이고 행렬은 하나뿐입니다."),
        ("Its rule of learning goes up, down and up again between its only two layers.", "단 두 층 사이를 올라갔다 내려오고 다시 올라가는 방법으로 배웁니다."),
        ("The one matrix it has serves both ways: as it is upwards, transposed downwards. Nothing is stacked on it.", "하나뿐인 행렬을 양쪽으로 씁니다. 올라갈 때는 그대로, 내려올 때는 전치하여 씁니다. 그 위에 쌓은 것은 없습니다."),
        ("A Boltzmann machine of visible and hidden units from which the lines within each layer were left out.", "가시 노드와 은닉 노드로 된 볼츠만 머신에서 층 안의 연결을 없앤 것입니다."),
        ("It is the block that, put on top of others of its kind, gives a deep network without labels.", "같은 것끼리 쌓으면 레이블 없는 깊은 신경망이 되는, 바로 그 블록 하나입니다."),
    ),
    "DBN": (
        ("Restricted Boltzmann machines, put on top of each other and trained one after the other from the bottom up.", "제한된 볼츠만 머신을 층층이 쌓고 아래에서 위로 하나씩 훈련한 것입니다."),
        ("Only its two highest layers are joined without direction; in the finished network the arrows below point down.", "가장 높은 두 층만 방향 없이 이어져 있고, 완성된 신경망에서 그 아래의 화살표는 아래로 향합니다."),
        ("While a layer is trained without labels, the layers below are frozen and only provide its data.", "한 층을 레이블 없이 훈련하는 동안 아래층들은 동결되어 데이터를 대 주기만 합니다."),
        ("In 2006 it showed how a network of many layers can be trained: each layer by itself, without labels, then all together.", "층이 많은 신경망을 훈련하는 길을 2006년에 보여 주었습니다. 먼저 층마다 레이블 없이, 그다음 전체를 함께 훈련합니다."),
        ("To draw an example, one samples to and fro between its two highest layers and then goes down once through all others.", "예제를 만들 때는 가장 높은 두 층 사이를 오가며 표본을 뽑은 다음, 나머지 층을 한 번 내려갑니다."),
        ("The hidden probabilities of one finished block are the data on which the next block is trained.", "훈련을 마친 블록의 은닉 확률이 다음 블록을 훈련할 데이터가 됩니다."),
        ("Its many layers learn features of features one layer at a time, by contrastive divergence, before any label is used.", "레이블을 쓰기 전에 여러 층이 대조 발산으로 한 층씩 특성의 특성을 배웁니다."),
    ),
}  # fmt: skip
#: by what a description gives its network away
MARKS = {
    "DNN": both("full layers without sharing, labels, all layers at once", "공유 없는 완전 연결층, 레이블, 모든 층을 한꺼번에"),
    "CNN": both("the same weights at many places", "여러 자리에서 같은 가중치"),
    "RNN": both("a state handed on, the same weights at each step", "단계마다 같은 가중치로 넘기는 상태"),
    "RBM": both("two layers only, one matrix without direction, no labels", "층은 둘뿐, 방향 없는 행렬 하나, 레이블 없음"),
    "DBN": both("several hidden layers, one trained after the other without labels", "여러 은닉층, 레이블 없이 하나씩 차례로"),
}  # fmt: skip
#: why a network suits its data
REASONS = {
    "DNN": both("The features are a fixed list without neighbours or order, and there are labels.", "특성의 목록이 정해져 있고 이웃이나 순서가 없으며, 레이블이 있습니다."),
    "CNN": both("Neighbouring values belong together, and a pattern may stand anywhere.", "이웃한 값끼리 관련이 있고, 같은 무늬가 어디에든 나타날 수 있습니다."),
    "RNN": both("Values come one after the other in any number, and earlier ones matter later.", "값이 차례로 들어오고 길이가 제각각이며, 앞의 값이 뒤에 영향을 줍니다."),
    "RBM": both("There are no labels, and one hidden layer joined without direction is wanted.", "레이블이 없고, 방향 없이 이어진 은닉층 하나를 원합니다."),
    "DBN": both("There are hardly any labels, and many layers are to be learned one after the other.", "레이블이 거의 없고, 여러 층을 하나씩 차례로 배우려 합니다."),
}  # fmt: skip
STORIES = {
    "DNN": (
        ("13 measurements of a house, always the same ones, and the price at which it was sold.", "집 한 채마다 늘 같은 13가지 측정값과 팔린 가격이 있습니다."),
        ("Age, income, and nine other columns of an application for a loan; known is who paid it back.", "대출 신청서의 나이, 소득 등 열한 개 열이 있고, 누가 갚았는지가 알려져 있습니다."),
        ("Eleven laboratory values of a wine, and the mark that tasters gave it.", "와인마다 실험실 측정값 열한 가지와 시음자가 준 점수가 있습니다."),
        ("A table of twenty blood values a patient, and whether the illness broke out.", "환자마다 혈액 검사 값 스무 가지가 표에 있고, 발병했는지가 알려져 있습니다."),
    ),
    "CNN": (
        ("Photographs of leaves anywhere in the picture, each labelled with its species.", "잎이 사진의 어디에든 놓여 있는 사진과 종의 이름이 있습니다."),
        ("X-ray images, labelled by whether a bone is broken somewhere.", "어딘가에 골절이 있는지 표시된 엑스선 영상이 있습니다."),
        ("Small images of handwritten digits, not always in the middle, with their digit as label.", "늘 가운데에 있지는 않은 손글씨 숫자의 작은 이미지와 그 숫자가 레이블로 있습니다."),
        ("Tiles cut from satellite pictures, labelled as forest, field or town.", "위성 사진을 잘라 만든 조각에 숲, 밭, 도시라는 레이블이 있습니다."),
    ),
    "RNN": (
        ("Sentences of any length, read word by word, to be translated.", "길이가 제각각인 문장을 한 단어씩 읽어 번역하려 합니다."),
        ("The readings of a machine, one a second, from runs of a few minutes to hours; a fault is to be told as they come in.", "몇 분에서 몇 시간까지 도는 기계의 측정값이 1초마다 들어오고, 들어오는 대로 고장을 알아내려 합니다."),
        ("Melodies of different length; after each note the next one is to be foretold from all before.", "길이가 다른 멜로디가 있고, 음이 하나 나올 때마다 지금까지의 모든 음으로 다음 음을 예측하려 합니다."),
        ("Speech that arrives piece by piece and is written down while somebody still speaks.", "조각조각 도착하는 음성을, 말이 끝나기 전부터 받아 적으려 합니다."),
    ),
    "RBM": (
        ("Which of 200 films each user liked, as 0 and 1, no labels. A single layer of hidden features is wanted, and from it, by the same weights, the probability of each film.", "사용자마다 영화 200편을 좋아했는지가 0과 1로 있고 레이블은 없습니다. 은닉 특성 한 층과, 같은 가중치로 되돌아가 영화마다의 확률을 얻으려 합니다."),
        ("Binary pictures without labels. A model of visible and hidden units with an energy is wanted, without further layers.", "레이블 없는 이진 그림이 있습니다. 더 쌓은 층 없이, 가시 노드와 은닉 노드로 된 에너지 모델을 원합니다."),
        ("Which words occur in each text, as 0 and 1, no labels. Each word is to be joined to each of 50 hidden features, in both directions alike, and that is all.", "글마다 어떤 단어가 나오는지가 0과 1로 있고 레이블은 없습니다. 단어마다 은닉 특성 50개 각각과 양방향으로 똑같이 잇고, 그것으로 끝입니다."),
    ),
    "DBN": (
        ("60,000 binary images without labels and 100 with. Layers are to be pre-trained one at a time, each on the features of the layer below.", "레이블 없는 이진 이미지 60,000장과 레이블 있는 100장이 있습니다. 층을 하나씩, 바로 아래층의 특성으로 미리 훈련하려 합니다."),
        ("Plenty of spectra, hardly any labelled. Three hidden layers are to be learned from the bottom up as Boltzmann machines, each frozen when done.", "스펙트럼은 많지만 레이블은 거의 없습니다. 은닉층 세 개를 아래에서 위로 하나씩 볼츠만 머신으로 훈련하고, 끝난 층은 동결하려 합니다."),
        ("Unlabelled texts as 0 and 1 for each word. Several layers of features are to be stacked, one trained after the other, and texts sampled from the two highest layers downwards.", "단어마다 0과 1로 나타낸 레이블 없는 글이 있습니다. 특성의 층을 하나씩 훈련하여 여러 개 쌓고, 가장 높은 두 층에서 아래로 글을 뽑으려 합니다."),
    ),
}  # fmt: skip
#: statements of each network: what is true, and what is often said and false
TRUE = {
    "DNN": (("It can represent functions that no linear model can, such as XOR.", "XOR처럼 선형 모델이 나타낼 수 없는 함수를 나타낼 수 있습니다."),
            ("Without activation functions all its layers together do no more than one linear layer.", "활성화 함수가 없으면 모든 층을 합쳐도 선형층 하나와 같습니다."),
            ("Dropout and ReLU are used in it against overfitting and vanishing gradients.", "과적합과 기울기 소실을 막으려고 드롭아웃과 ReLU를 씁니다.")),
    "CNN": (("A filter has the same weights at every place.", "필터의 가중치는 모든 자리에서 같습니다."),
            ("Max pooling has no weights to learn.", "최대 풀링에는 배울 가중치가 없습니다."),
            ("It serves for sounds and texts, too, with filters over one axis.", "축 하나를 훑는 필터로 소리나 글에도 쓰입니다.")),
    "RNN": (("The number of its weights does not depend on how long the sequence is.", "가중치의 수는 시퀀스의 길이에 달려 있지 않습니다."),
            ("Its state after a step depends on all inputs up to that step.", "어떤 단계의 상태는 그 단계까지의 모든 입력에 달려 있습니다."),
            ("Over many steps its gradients can vanish.", "단계가 많으면 기울기가 소실될 수 있습니다.")),
    "RBM": (("The weights of the way up are, transposed, those of the way down.", "올라가는 가중치를 전치하면 내려오는 가중치입니다."),
            ("It is trained without labels.", "레이블 없이 훈련합니다."),
            ("All hidden units can be sampled at once when the visible ones are given.", "가시 노드가 주어지면 은닉 노드를 모두 한꺼번에 뽑을 수 있습니다.")),
    "DBN": (("Its layers are trained one after the other, from the visible one upwards.", "가시층에서 위로 한 층씩 차례로 훈련합니다."),
            ("After pre-training it may be fine-tuned with labels.", "사전 훈련을 마친 뒤 레이블로 미세 조정할 수 있습니다."),
            ("While a layer is trained, the layers below do not change.", "한 층을 훈련하는 동안 아래층은 바뀌지 않습니다.")),
}  # fmt: skip
FALSE = {
    "DNN": (("It needs at least one convolution to count as deep.", "합성곱층이 하나는 있어야 심층이라고 부릅니다.", "More than one hidden layer makes it deep.", "은닉층이 둘 이상이면 심층입니다."),
            ("Its weights are shared between the nodes of a layer.", "한 층의 노드끼리 가중치를 공유합니다.", "Each pair of nodes has a weight of its own.", "노드 한 쌍마다 가중치가 따로 있습니다."),
            ("More layers always give a better result on new data.", "층이 많을수록 새 데이터에서 늘 더 잘 맞힙니다.", "With more weights it may overfit, or be harder to train.", "가중치가 늘면 과적합하거나 훈련하기 어려워질 수 있습니다.")),
    "CNN": (("It needs more weights the larger the image is, in every convolution.", "이미지가 클수록 모든 합성곱층의 가중치가 늘어납니다.", "A filter has as many weights for every size of image.", "이미지의 크기가 어떻든 필터의 가중치 수는 같습니다."),
            ("Each place of the image has its own filter weights.", "이미지의 자리마다 필터 가중치가 따로 있습니다.", "The weights of a filter are shared by all places.", "필터의 가중치는 모든 자리에서 공유합니다."),
            ("A pooling layer always has to follow each convolution.", "합성곱층 뒤에는 반드시 풀링층이 와야 합니다.", "Convolutions may follow each other, and a stride can take the place of pooling.", "합성곱층이 이어질 수도 있고, 스트라이드가 풀링을 대신할 수도 있습니다.")),
    "RNN": (("Each step of time has weights of its own.", "시간의 단계마다 가중치가 따로 있습니다.", "All steps use the same weights.", "모든 단계가 같은 가중치를 씁니다."),
            ("It reads sequences of one length only.", "한 가지 길이의 시퀀스만 읽을 수 있습니다.", "The same step is repeated as often as there are inputs.", "입력이 있는 만큼 같은 단계를 되풀이합니다."),
            ("Its hidden state is set to zero before every step.", "은닉 상태는 단계마다 0으로 되돌아갑니다.", "The state is handed on; only the first step may begin with zeros.", "상태는 다음 단계로 넘어갑니다. 0에서 시작하는 것은 첫 단계뿐입니다.")),
    "RBM": (("Units of one layer are joined to each other.", "같은 층의 노드끼리 이어져 있습니다.", "That is what “restricted” rules out.", "‘제한된’이라는 말이 바로 이런 연결을 없앤다는 뜻입니다."),
            ("Its connections lead only from the visible to the hidden layer.", "연결은 가시층에서 은닉층으로만 향합니다.", "They have no direction; the same weights lead back.", "연결에는 방향이 없고, 같은 가중치로 되돌아갑니다."),
            ("It has several hidden layers.", "은닉층이 여러 개입니다.", "It has one hidden layer.", "은닉층은 하나입니다.")),
    "DBN": (("All its layers take each step of training together, from the very first.", "처음부터 모든 층이 훈련의 매 단계를 함께 합니다.", "A layer is finished before the next begins.", "한 층을 끝낸 뒤에 다음 층을 시작합니다."),
            ("Its first layer is trained last.", "첫 층을 가장 나중에 훈련합니다.", "The first layer is trained first, on the data.", "첫 층을 맨 먼저 데이터로 훈련합니다."),
            ("It is the same as one restricted Boltzmann machine with many hidden units.", "은닉 노드가 많은 제한된 볼츠만 머신 하나와 같습니다.", "Its hidden units lie in several layers, and arrows below the highest two point down.", "은닉 노드가 여러 층에 나뉘어 있고, 가장 높은 두 층 아래의 화살표는 아래로 향합니다.")),
}  # fmt: skip


def generate(rng: random.Random) -> Question:
    """Return one question about kinds of networks."""
    return rng.choice([traits, data, structure, parameters, stacking, statements])(rng)


def shuffled(rng: random.Random, names) -> dict[str, dict[str, str]]:
    """Return networks to choose from, in any order."""
    return {name: NETWORKS[name] for name in rng.sample(list(names), len(names))}


def traits(rng: random.Random) -> Question:
    """Return four descriptions to be matched with networks."""
    names = rng.sample(list(NETWORKS), 4)
    items = {key: both(*rng.choice(TRAITS[name])) for key, name in zip("abcd", names, strict=True)}
    return Question(
        "traits",
        prompt=both("Which network does each sentence describe? Each fits one of the five only.",
                    "각 설명은 어떤 신경망을 가리킵니까? 설명마다 다섯 가지 가운데 하나에만 맞습니다."),
        fields=[matching("of", both("Networks", "신경망"), items, shuffled(rng, NETWORKS), dict(zip("abcd", names, strict=True)))],
        worked={
            lang: "\n".join(f"- {items[key][lang]} → **{NETWORKS[name][lang]}**: {MARKS[name][lang]}" for key, name in zip("abcd", names, strict=True))
            for lang in ("en", "ko")
        },
    )  # fmt: skip


def data(rng: random.Random) -> Question:
    """Return data for which a network is to be chosen, and why."""
    name = rng.choice(list(NETWORKS))
    story, reasons = both(*rng.choice(STORIES[name])), rng.sample(list(REASONS), len(REASONS))
    return Question(
        "data",
        prompt=both(f"{story['en']} Which of the five is made for this, and why?",
                    f"{story['ko']} 다섯 가지 가운데 여기에 맞는 신경망은 무엇이고, 왜 그렇습니까?"),
        fields=[
            choice("network", both("Network", "신경망"), shuffled(rng, NETWORKS), name),
            choice("reason", both("Why", "까닭"), {key: REASONS[key] for key in reasons}, name),
        ],
        worked={lang: f"{story[lang]}\n\n{REASONS[name][lang]} → **{NETWORKS[name][lang]}**" for lang in ("en", "ko")},
    )  # fmt: skip


def row(letter: str, count: int, y: float, width: float) -> list[dict]:
    """Return nodes side by side, in the middle of a width."""
    gap = width / count
    return [
        {"id": f"{letter}{n + 1}", "label": f"{letter}{n + 1}", "x": round(gap * (n + 0.5), 2), "y": y}
        for n in range(count)
    ]


def joined(low: list[dict], high: list[dict]) -> list[tuple[str, str]]:
    """Return an arrow from each node of one row to each of the next."""
    return [(one["id"], other["id"]) for one in low for other in high]


def layered(rng: random.Random):
    """Return rows of nodes, each joined to all of the next, and the number of weights."""
    sizes = [rng.randint(2, 4), rng.randint(2, 4), rng.randint(2, 3), rng.randint(1, 2)]
    rows = [row("xghy"[y], size, 2.0 * y, 6) for y, size in enumerate(sizes)]
    edges = [edge for low, high in zip(rows, rows[1:], strict=False) for edge in joined(low, high)]
    return rows, edges, True, len(edges)


def sliding(rng: random.Random):
    """Return inputs under windows that share labelled weights, and one output that sees all of them."""
    window, places = rng.choice([2, 3]), rng.randint(3, 4)
    rows = [row("x", places + window - 1, 0.0, 8), row("h", places, 3.0, 8), row("y", 1, 5.5, 8)]
    edges = [(f"x{n + k + 1}", f"h{n + 1}", "abc"[k]) for n in range(places) for k in range(window)]
    return rows, [*edges, *joined(rows[1], rows[2])], True, window + places


def unrolled(rng: random.Random):
    """Return steps of time that share labelled weights."""
    steps, every = rng.randint(3, 5), rng.random() < 0.5
    rows = [row(letter, steps, y, 2.0 * steps) for letter, y in (("x", 0.0), ("h", 2.0), ("y", 4.0))]
    rows[2] = rows[2] if every else rows[2][-1:]
    edges = [(f"x{n}", f"h{n}", "U") for n in range(1, steps + 1)]
    edges += [(f"h{n}", f"h{n + 1}", "W") for n in range(1, steps)]
    return rows, [*edges, *((node["id"].replace("y", "h"), node["id"], "V") for node in rows[2])], True, 3


def undirected(rng: random.Random):
    """Return two rows joined by lines without heads."""
    rows = [row("v", rng.randint(3, 5), 0.0, 6), row("h", rng.randint(2, 4), 2.5, 6)]
    edges = joined(*rows)
    return rows, edges, False, len(edges)


def believing(rng: random.Random):
    """Return three or four rows: arrows down, but both ways between the highest two."""
    sizes = [rng.randint(2, 4) for _ in range(rng.choice([1, 1, 2]))] + [rng.randint(2, 3) for _ in range(2)]
    rows = [row("vghk"[y], size, 2.5 * y, 6) for y, size in enumerate(sizes)]
    pairs = [edge for low, high in zip(rows, rows[1:], strict=False) for edge in joined(low, high)]
    top = joined(rows[-2], rows[-1])
    return rows, [(high, low) for low, high in pairs] + top, True, len(pairs)


#: how each network is drawn, what shows it, and how the drawing is told
DRAWN = {
    "DNN": (layered, both("Arrows lead one way only, from every node to all nodes of the next row, and no two share a weight.", "화살표는 한 방향뿐이고, 노드마다 다음 줄의 모든 노드로 이어지며, 가중치를 공유하지 않습니다.")),
    "CNN": (sliding, both("The nodes above the inputs see small windows, and every window has the same weights.", "입력 바로 위의 노드는 작은 창만 보고, 창마다 같은 가중치를 씁니다.")),
    "RNN": (unrolled, both("A node leads to the next one of its own row, with the same weight each time.", "같은 줄의 다음 노드로 이어지고, 그때마다 같은 가중치를 씁니다.")),
    "RBM": (undirected, both("There are two rows only, joined in both directions.", "줄이 둘뿐이고 양방향으로 이어져 있습니다.")),
    "DBN": (believing, both("The two highest rows are joined in both directions, and below them arrows point down.", "가장 높은 두 줄은 양방향으로 이어져 있고, 그 아래의 화살표는 아래로 향합니다.")),
}  # fmt: skip


def structure(rng: random.Random) -> Question:
    """Return a drawn network to be recognised, and its weights to be counted."""
    name = rng.choice(list(DRAWN))
    draw, shows = DRAWN[name]
    rows, edges, directed, weights = draw(rng)
    nodes = [node for each in rows for node in each]
    lines = [{"start": e[0], "end": e[1], "label": e[2]} if len(e) == 3 else e for e in edges]
    sign = "→" if directed else "–"
    said = ", ".join(f"{e[0]} {sign} {e[1]}" + (f" ({e[2]})" if len(e) == 3 else "") for e in edges)
    order = rng.sample(list(DRAWN), len(DRAWN))
    rules = both(
        "Arrows show where values flow; a line without a head, or two arrows, one each way, is one connection in both directions. Lines with the same letter share one weight, every other connection has a weight of its own.",
        "화살표는 값이 흐르는 방향입니다. 화살촉이 없는 선, 또는 서로 반대인 화살표 두 개는 양방향 연결 하나를 나타냅니다. 같은 글자가 적힌 선은 가중치 하나를 공유하고, 나머지 연결에는 가중치가 하나씩 있습니다.",
    )  # fmt: skip
    return Question(
        "structure",
        prompt=both(f"{rules['en']} Which network is drawn, and how many different weights does it have, biases left out?",
                    f"{rules['ko']} 그림은 어떤 신경망입니까? 편향을 빼고 서로 다른 가중치는 몇 개입니까?"),
        fields=[
            choice("network", both("Network", "신경망"), shuffled(rng, NETWORKS), name),
            choice("shows", both("What shows it", "알아보는 근거"), {key: DRAWN[key][1] for key in order}, name),
            number("weights", both("Different weights", "서로 다른 가중치의 수"), weights),
        ],
        figures=[graph_figure("network", both("A network", "신경망"), nodes, lines, directed=directed, description=both(said, said))],
        worked={
            "en": f"{shows['en']} There are {len(edges)} lines or arrows in the drawing; those that share a weight, and the two arrows of one connection, count once.\n\n{shows['en']} → **{NETWORKS[name]['en']}**, {weights} weights",
            "ko": f"{shows['ko']} 그림의 선이나 화살표는 모두 {len(edges)}개입니다. 가중치를 공유하는 선과, 한 연결을 이루는 두 화살표는 한 번만 셉니다.\n\n{shows['ko']} → **{NETWORKS[name]['ko']}**, 가중치 {weights}개",
        },
        facts={"edges": [list(edge) for edge in edges], "directed": directed},
    )  # fmt: skip


LAYERS = {"dense": both("The fully connected layer", "완전 연결층"), "conv": both("The convolution", "합성곱층"), "rnn": both("The recurrent layer", "순환층")}  # fmt: skip
#: a change that sets one of the three counts apart, and why it does
CHANGES = {
    "dense": (both("The sequence becomes twice as long. Which count changes?", "시퀀스의 길이가 두 배가 되면 어느 층의 파라미터 수가 달라집니까?"),
              both("Only the fully connected layer has weights for each step.", "단계마다 가중치를 따로 두는 것은 완전 연결층뿐입니다.")),
    "conv": (both("The filters cover two more steps. Which count changes?", "필터가 두 단계를 더 보게 되면 어느 층의 파라미터 수가 달라집니까?"),
             both("Only the convolution has a window.", "창이 있는 것은 합성곱층뿐입니다.")),
    "rnn": (both("Each layer gets twice as many units or filters. Which count becomes more than twice as large?", "세 층의 노드나 필터를 모두 두 배로 늘리면 어느 층의 파라미터 수가 두 배보다 많아집니까?"),
            both("Only the recurrent layer has a matrix from units to units, which becomes four times as large.", "노드에서 노드로 가는 행렬은 순환층에만 있고, 이 행렬은 네 배가 됩니다.")),
}  # fmt: skip


def parameters(rng: random.Random) -> Question:
    """Return one input and three layers whose parameters are to be counted."""
    steps, inputs = rng.choice([10, 20, 30, 50]), rng.choice([2, 3, 4, 5, 8])
    units, window, biases = rng.choice([4, 6, 8, 10, 16]), rng.choice([3, 5]), rng.choice([1, 2])
    counts = {
        "dense": steps * inputs * units + units,
        "conv": window * inputs * units + units,
        "rnn": units * inputs + units * units + biases * units,
    }
    change = rng.choice(list(CHANGES))
    grows, why = CHANGES[change]
    form = {key: grouped(value) for key, value in counts.items()}
    steps_of = f"- ${steps} \\cdot {inputs} \\cdot {units} + {units} = {form['dense']}$\n- ${window} \\cdot {inputs} \\cdot {units} + {units} = {form['conv']}$\n- ${inputs} \\cdot {units} + {units} \\cdot {units} + {biases} \\cdot {units} = {form['rnn']}$"  # fmt: skip
    bias = (
        both("one bias", "편향 하나"),
        both("two biases, as in `torch.nn.RNN`", "`torch.nn.RNN`처럼 편향 두 개"),
    )[biases - 1]
    return Question(
        "parameters",
        prompt=both(
            f"A sequence has {steps} steps with {inputs} values each. Three layers read it: a fully connected one that sees all {steps} · {inputs} values at once and has {units} nodes; "
            f"a convolution along time with {units} filters over {window} steps and all {inputs} values; a recurrent one with {units} hidden units, each with {bias['en']}. "
            f"The other two have one bias for each node or filter. How many parameters has each, biases included? {grows['en']}",
            f"단계가 {steps}개이고 단계마다 값이 {inputs}개인 시퀀스를 세 가지 층으로 읽습니다. 완전 연결층은 {steps} · {inputs}개의 값을 한꺼번에 보며 노드가 {units}개입니다. "
            f"합성곱층은 시간을 따라 움직이고, 필터 {units}개가 저마다 {window}단계를 한꺼번에, 단계마다 값 {inputs}개를 모두 봅니다. 순환층은 은닉 노드가 {units}개이고 노드마다 {bias['ko']}가 있습니다. "
            f"앞의 두 층에는 노드나 필터마다 편향이 하나 있습니다. 편향을 포함한 파라미터는 각각 몇 개입니까? {grows['ko']}",
        ),
        fields=[*(number(key, LAYERS[key], counts[key]) for key in LAYERS), choice("grows", grows, LAYERS, change)],
        worked={lang: f"{why[lang]}\n\n{steps_of}\n- {LAYERS[change][lang]}" for lang in ("en", "ko")},
        facts={"steps": steps, "inputs": inputs, "units": units, "window": window, "biases": biases},
    )  # fmt: skip


def stacking(rng: random.Random) -> Question:
    """Return the steps of training a deep belief network, to be put in order."""
    first = rng.choice([784, 256, 100, 64])
    sizes = [first, *sorted(rng.sample([10, 20, 30, 40, 50, 60], 3), reverse=True)]
    place = rng.choice([1, 2, 3])
    low, high = sizes[place - 1], sizes[place]
    total = low * high + low + high
    steps = {
        "train-1": both(
            f"Train an RBM of {sizes[0]} and {sizes[1]} units on the data.",
            f"노드 {sizes[0]}개와 {sizes[1]}개의 RBM을 데이터로 훈련합니다.",
        )
    }
    for n in (1, 2):
        steps[f"up-{n}"] = both(
            f"Freeze it and compute its {sizes[n]} hidden probabilities for all data.",
            f"이 RBM을 동결하고 모든 데이터의 은닉 확률 {sizes[n]}개를 구합니다.",
        )
        steps[f"train-{n + 1}"] = both(
            f"Train an RBM of {sizes[n]} and {sizes[n + 1]} units on these probabilities.",
            f"노드 {sizes[n]}개와 {sizes[n + 1]}개의 RBM을 이 확률로 훈련합니다.",
        )
    steps["tune"] = both(
        "Fine-tune all layers together, with labels.", "레이블을 써서 모든 층을 함께 미세 조정합니다."
    )
    mixed = {key: steps[key] for key in rng.sample(list(steps), len(steps))}
    formula = f"${low} \\cdot {high} + {low} + {high} = {grouped(total)}$"
    return Question(
        "stacking",
        prompt=both(
            f"A deep belief network of {' – '.join(map(str, sizes))} units is pre-trained and then used to classify. Put the steps in order. "
            f"How many parameters learn while RBM {place}, counted from below, is trained: its weights and the biases of both of its layers?",
            f"노드가 {' – '.join(map(str, sizes))}개인 심층 신뢰 신경망을 사전 훈련한 뒤 분류에 쓰려 합니다. 순서대로 늘어놓으세요. "
            f"아래에서 {place}번째 RBM을 훈련할 때 배우는 파라미터, 곧 이 RBM의 가중치와 두 층의 편향은 모두 몇 개입니까?",
        ),
        fields=[
            ordering("order", both("Order", "순서"), mixed, list(steps)),
            number("learning", both(f"Parameters that learn with RBM {place}", f"{place}번째 RBM에서 배우는 파라미터"), total),
        ],
        worked={
            lang: both("A machine is finished before the next one begins; labels come last.", "한 머신을 끝낸 뒤에 다음 머신을 시작하고, 레이블은 맨 나중에 씁니다.")[lang]
            + "\n\n" + "\n".join(f"{n}. {text[lang]}" for n, text in enumerate(steps.values(), start=1)) + f"\n- {formula}"
            for lang in ("en", "ko")
        },
        facts={"sizes": sizes, "place": place},
    )  # fmt: skip


def statements(rng: random.Random) -> Question:
    """Return statements about one network, some of them true."""
    name = rng.choice(list(TRUE))
    right = rng.sample(range(3), rng.choice([1, 2, 3]))
    wrong = rng.sample(range(3), 4 - len(right))
    options = {f"t{n}": both(*TRUE[name][n]) for n in right}
    options |= {f"f{n}": both(*FALSE[name][n][:2]) for n in wrong}
    mended = {f"f{n}": both(*FALSE[name][n][2:]) for n in wrong}
    keys = rng.sample(list(options), len(options))
    names = {key: f"s{place}" for place, key in enumerate(keys, start=1)}
    answers = [names[key] for key in keys if key.startswith("t")]
    return Question(
        "statements",
        prompt=both(f"Which statements are true of this network: **{NETWORKS[name]['en']}**?", f"다음 신경망에 대한 설명으로 옳은 것을 모두 고르세요. **{NETWORKS[name]['ko']}**"),
        fields=[several("true", both("True", "옳은 설명"), {names[key]: options[key] for key in keys}, answers)],
        worked={
            lang: "\n".join(f"- ✗ {options[key][lang]} → {mended[key][lang]}" for key in keys if key in mended) + "\n\n"
            + "\n".join(f"- ✓ {options[key][lang]}" for key in keys if key not in mended)
            for lang in ("en", "ko")
        },
    )  # fmt: skip
