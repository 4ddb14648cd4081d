"""Variants of fine-tuning-strategy: tasks with a pre-trained backbone, what should learn, why, and how it fails.

A task says how many labelled images there are, of what kind, and what the backbone was trained on; the case
follows from these three. Runs that went wrong, learning rates and counts of parameters are drawn with numbers.
"""

from __future__ import annotations

import random
from fractions import Fraction

from graders.quiz import Question, both, choice, decimal, exact, grouped, matching, number

# fmt: off
SOURCES = {
    "photo": both("The backbone was pre-trained on 1.2 million colour photos of everyday things, animals and plants.", "백본은 일상의 물건, 동물, 식물의 컬러 사진 120만 장으로 사전 훈련했습니다."),
    "xray": both("The backbone was pre-trained on 200,000 chest X-rays.", "백본은 흉부 엑스선 이미지 200,000장으로 사전 훈련했습니다."),
    "satellite": both("The backbone was pre-trained on 800,000 satellite images of land.", "백본은 육지를 찍은 위성 이미지 800,000장으로 사전 훈련했습니다."),
    "tissue": both("The backbone was pre-trained on 400,000 microscope images of stained tissue from other organs.", "백본은 다른 장기의 염색한 조직을 찍은 현미경 이미지 400,000장으로 사전 훈련했습니다."),
    "letters": both("The backbone was pre-trained on 500,000 scans of single letters written by hand.", "백본은 손으로 쓴 글자 하나하나의 스캔 500,000장으로 사전 훈련했습니다."),
}
#: by case: what the backbone saw, what the images show, how many have labels; the same in words
SITUATIONS = {
    "little-similar": [
        ("photo photo 240", "An animal shelter has 240 photos of its cats and dogs and wants to tell six breeds apart.", "동물 보호소에 고양이와 개의 사진 240장이 있습니다. 품종 여섯 가지를 구별하려고 합니다."),
        ("photo photo 900", "A bakery has photographed its bread: 900 photos of nine kinds of loaves.", "빵집에서 빵의 사진을 찍었습니다. 아홉 가지 빵의 사진이 900장 있습니다."),
        ("photo photo 150", "A bicycle shop has 150 photos of saddles, bells and lamps and wants to sort its stock.", "자전거 가게에서 안장, 벨, 전조등의 사진 150장으로 재고를 분류하려고 합니다."),
        ("photo photo 1,200", "A botanic garden has 1,200 photos of flowers of twelve species, taken by its visitors.", "식물원에 관람객이 찍은 꽃 사진 1,200장이 있습니다. 열두 종을 구별하려고 합니다."),
        ("photo photo 600", "A second-hand shop has 600 photos of chairs, tables and lamps to be sorted.", "중고 가구점에서 의자, 탁자, 등의 사진 600장을 분류하려고 합니다."),
        ("xray xray 300", "A clinic looks for a rare disease of the lungs and has 300 chest X-rays of its patients.", "병원에서 드문 폐 질환을 찾으려고 합니다. 환자의 흉부 엑스선 이미지가 300장 있습니다."),
        ("satellite satellite 500", "A cooperative of farmers has 500 satellite images of its fields and wants to tell four crops apart.", "농업 협동조합에 조합원의 밭을 찍은 위성 이미지 500장이 있습니다. 작물 네 가지를 구별하려고 합니다."),
        ("tissue tissue 400", "A laboratory has 400 microscope images of stained liver tissue, half of it diseased.", "연구실에 염색한 간 조직의 현미경 이미지 400장이 있고, 절반은 병든 조직입니다."),
        ("letters letters 800", "A museum has 800 scans of single letters from the diary of one poet, written by hand.", "박물관에 한 시인이 손으로 쓴 일기에서 오려 낸 글자 스캔 800장이 있습니다."),
    ],
    "little-unlike": [
        ("photo xray 350", "A vet has 350 X-ray images of the hips of dogs, healthy or not.", "수의사에게 개의 엉덩이 관절을 찍은 엑스선 이미지 350장이 있습니다. 건강한지 아닌지 구별하려고 합니다."),
        ("photo yeast 200", "A brewery has 200 microscope images of yeast and wants to tell living cells from dead ones.", "양조장에 효모의 현미경 이미지 200장이 있습니다. 살아 있는 세포와 죽은 세포를 구별하려고 합니다."),
        ("photo radar 700", "A harbour has 700 radar images of ships: grey specks without colour or outline.", "항구에 배의 레이더 이미지 700장이 있습니다. 색도 윤곽도 없는 회색 점의 무늬입니다."),
        ("photo spectrogram 450", "Bird watchers have 450 spectrograms of calls: images of pitch over time, one species each.", "탐조 모임에 새소리의 스펙트로그램(시간에 따른 음높이를 그린 이미지)이 450장 있습니다. 한 장에 한 종의 소리가 들어 있습니다."),
        ("photo thermal 160", "An electrician has 160 thermal images of switch boxes, in which brightness is temperature.", "전기 기사에게 배전함의 열화상 이미지 160장이 있습니다. 밝기는 온도를 나타냅니다."),
        ("photo ultrasound 1,100", "A hospital has 1,100 ultrasound images of thyroid glands, with and without nodules.", "병원에 갑상샘의 초음파 이미지 1,100장이 있습니다. 결절이 있는지 없는지 구별하려고 합니다."),
        ("xray photo 500", "A shoe shop has 500 colour photos of shoes of eight kinds.", "신발 가게에 여덟 가지 신발의 컬러 사진 500장이 있습니다."),
        ("letters photo 950", "A zoo has 950 colour photos of its birds, of fifteen species.", "동물원에 조류 열다섯 종의 컬러 사진 950장이 있습니다."),
        ("tissue satellite 260", "A town has 260 satellite images of roofs and wants to know which carry solar panels.", "시청에 지붕을 찍은 위성 이미지 260장이 있습니다. 어느 지붕에 태양 전지판이 있는지 알고 싶습니다."),
    ],
    "much-similar": [
        ("photo photo 300,000", "A mail-order shop has 300,000 photos of goods, sorted by hand into 40 classes.", "온라인 상점에 상품 사진 300,000장이 있고, 사람이 클래스 40개로 나누어 두었습니다."),
        ("photo photo 150,000", "A nature park has 150,000 photos of wild animals by daylight, of 50 species.", "자연 공원에 낮에 찍은 야생 동물 50종의 사진 150,000장이 있습니다."),
        ("photo photo 80,000", "A recipe site has 80,000 photos of dishes with the names that its cooks gave them.", "요리법 사이트에 요리 사진 80,000장이 있고, 사진마다 요리한 사람이 이름을 붙였습니다."),
        ("photo photo 500,000", "A travel site has 500,000 photos from hotels and wants to tell rooms, pools and breakfasts apart.", "여행 사이트에 호텔 사진 500,000장이 있습니다. 객실, 수영장, 아침 식사를 구별하려고 합니다."),
        ("photo photo 200,000", "A car dealer has 200,000 photos of used cars and wants to name the make.", "자동차 중개 회사에서 중고차 사진 200,000장으로 제조사를 맞히려고 합니다."),
        ("xray xray 120,000", "A group of hospitals has 120,000 chest X-rays from other machines, with five diseases marked.", "여러 병원이 다른 장비로 찍은 흉부 엑스선 이미지 120,000장을 모으고 질환 다섯 가지를 표시했습니다."),
        ("satellite satellite 250,000", "A ministry has 250,000 satellite images of coasts and wants to know which were built up.", "정부 부처에 해안을 찍은 위성 이미지 250,000장이 있습니다. 어디에 건물이 들어섰는지 알고 싶습니다."),
        ("tissue tissue 90,000", "A university hospital has 90,000 microscope images of stained kidney tissue with diagnoses.", "대학 병원에 염색한 신장 조직의 현미경 이미지 90,000장과 진단 결과가 있습니다."),
        ("letters letters 400,000", "An archive has 400,000 scans of single letters from old church books, written by hand.", "기록 보관소에 옛 교회 장부에서 오려 낸 손글씨 글자 스캔 400,000장이 있습니다."),
    ],
    "much-unlike": [
        ("photo xray 180,000", "A screening programme has 180,000 X-ray images of breasts with the findings of two doctors.", "검진 사업에서 유방 엑스선 이미지 180,000장과 의사 두 명의 소견을 모았습니다."),
        ("photo radar 220,000", "A space agency has 220,000 radar images of sea ice: grey speckle, in which each shade is a roughness.", "우주 기관에 바다 얼음의 레이더 이미지 220,000장이 있습니다. 회색 반점의 밝기가 표면의 거칠기를 나타냅니다."),
        ("photo blood 130,000", "A laboratory has 130,000 microscope images of blood cells of ten types.", "검사실에 혈액 세포 열 가지의 현미경 이미지 130,000장이 있습니다."),
        ("photo spectrogram 600,000", "A phone company has 600,000 spectrograms of spoken words: images of pitch over time.", "전화 회사에 낱말을 말한 소리의 스펙트로그램(시간에 따른 음높이를 그린 이미지)이 600,000장 있습니다."),
        ("photo retina 84,000", "An eye clinic has 84,000 cross-sections of retinas, measured by the reflection of laser light.", "안과에 레이저 빛의 반사로 측정한 망막 단면 이미지 84,000장이 있습니다."),
        ("photo electron 75,000", "A maker of chips has 75,000 electron microscope images of wafers with six kinds of faults.", "반도체 회사에 결함 여섯 가지가 나타난 웨이퍼의 전자 현미경 이미지 75,000장이 있습니다."),
        ("xray photo 350,000", "A furniture chain has 350,000 colour photos of rooms, with the style of each.", "가구 회사에 방의 컬러 사진 350,000장과 각 방의 인테리어 양식이 있습니다."),
        ("letters satellite 160,000", "A map service has 160,000 satellite images of crossroads, with the number of lanes.", "지도 서비스에 교차로의 위성 이미지 160,000장과 차로 수가 있습니다."),
        ("satellite photo 280,000", "A magazine on cooking has 280,000 colour photos of dishes, each with its cuisine.", "요리 잡지사에 요리의 컬러 사진 280,000장과 어느 나라 요리인지 적은 기록이 있습니다."),
    ],
}
SIZES = {"little": both("little (up to 2,000)", "적음(2,000장 이하)"), "much": both("much (from 50,000 up)", "많음(50,000장 이상)")}
LIKENESS = {
    "similar": both("similar (the same kind of images)", "비슷함(같은 종류의 이미지)"),
    "unlike": both("unlike (another kind of images)", "다름(다른 종류의 이미지)"),
}
WAYS = {
    "head": both("the new head alone, on a frozen backbone", "새 헤드만(백본은 동결)"),
    "late": both("the last blocks and the head, on frozen first blocks", "뒤쪽 블록과 헤드(앞쪽 블록은 동결)"),
    "all": both("everything, from the pre-trained weights on", "신경망 전체(사전 훈련된 가중치에서 시작)"),
}
WAY_OF = {
    "little-similar": "head",
    "little-unlike": "late",
    "much-similar": "late",
    "much-unlike": "all",
}
REASONS = {
    "little-similar": both("The late features fit as they are, and few labels would overfit more weights than the head's.", "뒤쪽 특성이 그대로 잘 맞고, 레이블이 적어서 헤드보다 많은 가중치를 훈련하면 과적합합니다."),
    "little-unlike": both("The late features do not fit, but there are labels for a few layers only; the early ones serve anyway.", "뒤쪽 특성은 맞지 않지만 레이블이 적어 몇 층만 훈련할 수 있습니다. 앞쪽 특성은 그래도 쓸모가 있습니다."),
    "much-similar": both("The late features nearly fit and the labels suffice to refine them; the early ones need no change.", "뒤쪽 특성이 거의 맞고 레이블이 많아 더 다듬을 수 있습니다. 앞쪽 특성은 바꿀 필요가 없습니다."),
    "much-unlike": both("Features of the old images do not fit, and the labels suffice to change every layer without overfitting.", "예전 이미지의 특성이 맞지 않고, 레이블이 많아 모든 층을 바꾸어도 과적합하지 않습니다."),
}
ARGUMENTS = {
    "little-similar": both("Images of the same kind are told apart by the same features, so the backbone can stay. The head has few weights, and few labels are enough for it; every further layer would have more freedom than examples.", "같은 종류의 이미지는 같은 특성으로 구별되므로 백본을 그대로 둘 수 있습니다. 헤드는 가중치가 적어 적은 레이블로도 충분합니다. 층을 더 훈련하면 예제에 비해 자유도가 너무 커집니다."),
    "little-unlike": both("Edges and textures of the first blocks are of use nearly everywhere, while the last blocks are made for the old images. So these must learn, but not more of them than few labels can bear. Expect little: this is the hardest of the four cases, and more labels would help most.", "앞쪽 블록의 경계선과 질감은 거의 어디에나 쓸모가 있지만, 뒤쪽 블록은 예전 이미지에 맞추어져 있습니다. 그래서 뒤쪽은 배워야 하되 적은 레이블이 감당할 만큼만 훈련합니다. 넷 가운데 가장 어려운 경우이므로 큰 효과는 기대하기 어렵고, 레이블을 더 모으는 것이 가장 큰 도움이 됩니다."),
    "much-similar": both("What the first blocks see is the same in both tasks. The last blocks are nearly right, and with so many labels they can be refined without overfitting. Training the first blocks too costs time and hardly gains anything.", "앞쪽 블록이 보는 것은 두 작업에서 같습니다. 뒤쪽 블록은 거의 맞고, 레이블이 이만큼 많으면 과적합하지 않고 다듬을 수 있습니다. 앞쪽 블록까지 훈련하면 시간만 들고 얻는 것이 거의 없습니다."),
    "much-unlike": both("From the late features down, what the backbone sees belongs to other images. So many labels can set every layer anew. Starting from the pre-trained weights still saves time compared with random ones.", "뒤쪽 특성부터 백본이 보는 것은 다른 이미지에 맞추어져 있습니다. 레이블이 이만큼 많으면 모든 층을 새로 맞출 수 있습니다. 그래도 무작위 가중치보다 사전 훈련된 가중치에서 시작하는 편이 시간이 덜 듭니다."),
}
#: by case: another way that one might go, and what comes of it
DETOURS = {
    "little-similar": [(both("all layers from the pre-trained weights on", "사전 훈련된 가중치에서 시작해 모든 층을"), "overfit")],
    "little-unlike": [(both("all layers from the pre-trained weights on", "사전 훈련된 가중치에서 시작해 모든 층을"), "overfit")],
    "much-similar": [
        (both("the head alone", "헤드만"), "unused"),
        (both("a network of the same form from random weights", "같은 구조의 신경망을 무작위 가중치에서"), "lost"),
    ],
    "much-unlike": [(both("the head alone", "헤드만"), "misfit")],
}
#: what might be said of a case as well, and is therefore not offered beside the right consequence
UNCLEAR = {("much-unlike", "unused")}
CONSEQUENCES = {
    "overfit": both("It learns the few training images by heart and fails on new ones.", "얼마 안 되는 훈련 이미지를 외워 버리고 새 이미지는 잘 맞히지 못합니다."),
    "misfit": both("The head gets features made for other images, and cannot make up for that.", "헤드가 다른 이미지에 맞춘 특성만 받으며, 이를 만회할 방법이 없습니다."),
    "unused": both("It works, but features that so many labels could refine stay as they are.", "동작은 하지만, 많은 레이블로 더 다듬을 수 있는 특성이 그대로 남습니다."),
    "lost": both("What pre-training had learnt is thrown away and must be learnt again.", "사전 훈련으로 배운 것을 버리고 처음부터 다시 배워야 합니다."),
}
CAUSES = {
    "overfit": both("More weights learnt than so few labels can settle.", "레이블 수에 비해 너무 많은 가중치를 훈련했습니다."),
    "misfit": both("The frozen features do not fit these images.", "동결한 특성이 이 이미지에 맞지 않습니다."),
    "rate": both("The learning rate was too large for pre-trained weights.", "사전 훈련된 가중치에 쓰기에는 학습률이 너무 컸습니다."),
    "mode": both("Batch normalisation of the frozen part was in training mode.", "동결한 부분의 배치 정규화가 훈련 모드였습니다."),
    "optimiser": both("The unfrozen parameters were never given to the optimiser.", "동결을 푼 파라미터를 옵티마이저에 넘기지 않았습니다."),
    "inputs": both("The images were prepared otherwise than in pre-training.", "이미지를 사전 훈련 때와 다르게 전처리했습니다."),
}
REMEDIES = {
    "overfit": both("Freeze more layers.", "더 많은 층을 동결합니다."),
    "misfit": both("Let layers of the backbone learn as well.", "백본의 층도 훈련합니다."),
    "rate": both("Give the backbone a much smaller learning rate.", "백본의 학습률을 훨씬 작게 합니다."),
    "mode": both("Put the frozen part into evaluation mode after `model.train()`.", "`model.train()` 뒤에 동결한 부분을 평가 모드로 둡니다."),
    "optimiser": both("Make a parameter group for them.", "그 파라미터로 파라미터 그룹을 만들어 넘깁니다."),
    "inputs": both("Scale the images with the mean and deviation of pre-training.", "사전 훈련에서 쓴 평균과 표준편차로 이미지를 정규화합니다."),
}
#: runs that went wrong, by cause: their numbers, what is told, what speaks for the cause
RUNS = {
    "overfit": (
        lambda rng: {"images": 50 * rng.randint(4, 16), "new": (new := rng.randint(52, 70)), "gap": 100 - new, "head": rng.randint(80, 90)},
        both("All 11 million weights of a pre-trained network were trained on {images} labelled photos, at a small learning rate. It now recognises 100 % of the training photos and {new} % of new ones. A head alone, on the frozen backbone, had reached {head} % on new ones.", "사전 훈련된 신경망의 가중치 1,100만 개를 레이블이 있는 사진 {images}장으로 작은 학습률에서 모두 훈련했습니다. 이제 훈련 사진은 100 %, 새 사진은 {new} %를 알아봅니다. 백본을 동결하고 헤드만 훈련했을 때는 새 사진의 {head} %를 알아보았습니다."),
        both("A gap of {gap} points between old and new photos is overfitting, and with fewer weights to learn new photos went better: the features fitted as they were.", "훈련 사진과 새 사진의 차이가 {gap} %포인트나 되는 것은 과적합입니다. 훈련하는 가중치가 적을 때 새 사진을 더 잘 맞혔으므로 특성은 그대로도 잘 맞았습니다."),
    ),
    "misfit": (
        lambda rng: {"images": 1000 * rng.randint(60, 300), "train": (train := rng.randint(48, 62)), "new": train - rng.randint(0, 2)},
        both("On a frozen backbone that knows photos, a head was trained with {images:,} radar images until the loss no longer fell; the backbone was in evaluation mode and the inputs were scaled as in pre-training. It recognises {train} % of the training images and {new} % of new ones.", "사진으로 훈련한 백본을 동결하고 레이더 이미지 {images:,}장으로 헤드를 손실이 더 줄지 않을 때까지 훈련했습니다. 백본은 평가 모드였고 입력은 사전 훈련 때처럼 정규화했습니다. 훈련 이미지의 {train} %, 새 이미지의 {new} %를 알아봅니다."),
        both("Even the training images are told apart badly, and new ones hardly worse: this is not overfitting. A head gets too little out of features that were made for photos, and there are labels enough to change these.", "훈련 이미지조차 잘 구별하지 못하고 새 이미지와 차이도 거의 없으므로 과적합이 아닙니다. 사진에 맞춘 특성에서는 헤드가 얻을 것이 적습니다. 특성을 바꾸기에 레이블은 충분합니다."),
    ),
    "rate": (
        lambda rng: {"eta": rng.choice(["0.5", "1", "2"]), "start": rng.randint(20, 26) / 10, "peak": rng.randint(60, 95) / 10},
        both("A pre-trained network and its new head are trained at one learning rate, {eta}, by plain SGD. The loss begins at {start}, is {peak} after twenty steps, and falls again slowly; in the end even the training images are recognised less often than by a head on the frozen backbone.", "사전 훈련된 신경망과 새 헤드를 학습률 {eta} 하나로, 단순한 SGD로 훈련합니다. 손실이 {start}에서 시작해 20단계 뒤 {peak}까지 오르고 그 뒤 천천히 내려옵니다. 끝에 가서도 훈련 이미지조차 백본을 동결하고 헤드만 훈련했을 때보다 덜 알아봅니다."),
        both("A loss that rises from {start} to {peak} in the first steps says that the steps are too long: they lead far away from weights that were good, before the head has learnt anything.", "처음 몇 단계에서 손실이 {start}에서 {peak}까지 오른 것은 걸음이 너무 크다는 뜻입니다. 헤드가 아직 아무것도 배우지 못했을 때 좋은 가중치에서 멀리 벗어났습니다."),
    ),
    "mode": (
        lambda rng: {"epochs": rng.randint(3, 9), "mean": (mean := rng.randint(11, 29)) / 10, "moved": (mean + rng.randint(4, 9)) / 10},
        both("No parameter of the backbone requires a gradient, and all are bit by bit what they were. But an entry of `running_mean` has gone from {mean} to {moved} in {epochs} epochs, and the features of one and the same image are no longer those of the first epoch.", "백본의 파라미터는 모두 기울기를 요구하지 않고 비트 하나까지 그대로입니다. 그런데 {epochs}에포크 동안 `running_mean`의 한 값이 {mean}에서 {moved}까지 올라갔고, 똑같은 이미지의 특성이 첫 에포크 때와 달라졌습니다."),
        both("Running statistics are no parameters: `requires_grad` does not hold them. They move in each forward pass in training mode, and `model.train()` sets that mode everywhere.", "이동 통계는 파라미터가 아니므로 `requires_grad`로 막을 수 없습니다. 훈련 모드에서는 순전파마다 바뀌고, `model.train()`은 모든 부분을 훈련 모드로 바꿉니다."),
    ),
    "optimiser": (
        lambda rng: {"first": rng.randint(3, 9), "more": rng.randint(5, 20)},
        both("The head was trained for {first} epochs by `SGD(model.head.parameters(), lr=0.1)`. Then the last block got `requires_grad_(True)`, and the same loop ran for {more} more epochs. The block has gradients after each `backward()`, but its weights are bit by bit what they were.", "`SGD(model.head.parameters(), lr=0.1)`로 헤드를 {first}에포크 훈련했습니다. 그다음 마지막 블록에 `requires_grad_(True)`를 부르고 같은 반복을 {more}에포크 더 돌렸습니다. `backward()` 뒤에는 블록에 기울기가 생기지만 가중치는 비트 하나까지 그대로입니다."),
        both("Gradients alone move nothing. The optimiser changes the parameters that it was made with, and these are the head's.", "기울기만으로는 아무것도 바뀌지 않습니다. 옵티마이저는 만들 때 받은 파라미터만 바꾸는데, 그것은 헤드의 파라미터뿐입니다."),
    ),
    "inputs": (
        lambda rng: {"images": 20 * rng.randint(10, 60), "new": rng.randint(22, 35)},
        both("A head on a frozen backbone in evaluation mode is trained with {images} photos of the very kinds that the backbone knows. In pre-training pixels lay between −2.1 and 2.6; the new photos go in with values from 0 to 255. Of ten classes, {new} % of the photos are recognised, old ones and new ones alike.", "백본을 동결해 평가 모드로 두고, 백본이 잘 아는 종류의 사진 {images}장으로 헤드를 훈련합니다. 사전 훈련에서는 픽셀 값이 −2.1과 2.6 사이였는데, 새 사진은 0에서 255까지의 값으로 넣었습니다. 클래스 열 개인데 훈련 사진도 새 사진도 {new} %만 알아봅니다."),
        both("The features would fit, since the photos are of the same kinds; but the backbone sees numbers a hundred times larger than ever before. What it knows holds for images that are prepared as they were then.", "같은 종류의 사진이므로 특성은 맞을 것입니다. 그런데 백본은 예전보다 백 배나 큰 수를 받습니다. 백본이 아는 것은 그때와 똑같이 전처리한 이미지에만 통합니다."),
    ),
}
LETTERS = "ABCD"
#: parameters of the stages of ResNet-18, its last layer left out
RESNET18 = {"stem": 9_536, "layer1": 147_968, "layer2": 525_568, "layer3": 2_099_712, "layer4": 8_393_728}


def generate(rng: random.Random) -> Question:
    """Return one question about a task, a run, rates or counts."""
    return rng.choice([case, case, sort, why, why, diagnosis, diagnosis, rates, count, share])(rng)


def draw(rng: random.Random, name: str | None = None) -> tuple[str, str, dict[str, str]]:
    """Return a case, what decides it, and the task in words."""
    name = name or rng.choice(list(SITUATIONS))
    what, en, ko = rng.choice(SITUATIONS[name])
    source = SOURCES[what.split()[0]]
    return name, what, both(f"{en} {source['en']}", f"{ko} {source['ko']}")


def shuffled(rng: random.Random, options: dict) -> dict:
    """Return options in another order."""
    return {name: options[name] for name in rng.sample(list(options), len(options))}


def case(rng: random.Random) -> Question:
    """Return one task: how much data, how similar, and what should learn?"""
    name, what, told = draw(rng)
    size, likeness = name.split("-")
    way = WAY_OF[name]
    return Question(
        "case",
        prompt=both(f"{told['en']}\n\nWhich of the four cases is it, and what should learn?", f"{told['ko']}\n\n네 가지 경우 가운데 어느 것이며, 무엇을 훈련해야 합니까?"),
        fields=[
            choice("size", both("Labelled images", "레이블이 있는 이미지"), SIZES, size),
            choice("likeness", both("Compared with pre-training", "사전 훈련 데이터와 비교"), LIKENESS, likeness),
            choice("way", both("What learns", "훈련할 부분"), shuffled(rng, WAYS), way),
        ],
        worked=both(f"{ARGUMENTS[name]['en']}\n\nLabelled images: {SIZES[size]['en']}. Compared with pre-training: {LIKENESS[likeness]['en']}. So what learns is: {WAYS[way]['en']}.", f"{ARGUMENTS[name]['ko']}\n\n레이블이 있는 이미지: {SIZES[size]['ko']}. 사전 훈련 데이터와 비교: {LIKENESS[likeness]['ko']}. 그러므로 훈련할 부분: {WAYS[way]['ko']}."),
        facts={"what": what},
    )


def sort(rng: random.Random) -> Question:
    """Return four tasks, each of which wants one of the three ways."""
    names = rng.sample([*rng.sample(list(SITUATIONS), 3), rng.choice(list(SITUATIONS))], 4)
    drawn: list[tuple[str, str, dict[str, str]]] = []
    for name in names:
        drawn.append(draw_other(rng, name, [what for _, what, _ in drawn]))
    answers = {letter: WAY_OF[name] for letter, name in zip(LETTERS, names, strict=True)}
    listed = {
        lang: "\n".join(f"- **{letter}.** {told[lang]}" for letter, (_, _, told) in zip(LETTERS, drawn, strict=True))
        for lang in ("en", "ko")
    }
    argued = {
        lang: "\n\n".join(
            f"{letter}: {REASONS[name][lang]}" for letter, name in zip(LETTERS, names, strict=True)
        )
        for lang in ("en", "ko")
    }
    named = {
        lang: "; ".join(f"{letter}: {WAYS[way][lang]}" for letter, way in answers.items())
        for lang in ("en", "ko")
    }
    return Question(
        "sort",
        prompt=both(f"What should learn in each of these tasks?\n\n{listed['en']}", f"다음 작업에서는 각각 무엇을 훈련해야 합니까?\n\n{listed['ko']}"),
        fields=[
            matching(
                "way",
                both("What learns", "훈련할 부분"),
                {letter: letter for letter in answers},
                WAYS,
                answers,
            )
        ],
        worked={lang: f"{argued[lang]}\n\n{named[lang]}." for lang in ("en", "ko")},
        facts={"what": {letter: what for letter, (_, what, _) in zip(LETTERS, drawn, strict=True)}},
    )


def draw_other(rng: random.Random, name: str, taken: list[str]) -> tuple[str, str, dict[str, str]]:
    """Return a task of a case that is none of those taken."""
    while True:
        found = draw(rng, name)
        if found[1] not in taken:
            return found


def why(rng: random.Random) -> Question:
    """Return one task and the right way: what speaks for it, and what would another way end in?"""
    name, what, told = draw(rng)
    detour, consequence = rng.choice(DETOURS[name])
    way = WAYS[WAY_OF[name]]
    offered = {each: CONSEQUENCES[each] for each in CONSEQUENCES if (name, each) not in UNCLEAR}
    return Question(
        "why",
        prompt=both(f"{told['en']}\n\nThe team trains {way['en']}. Why is that right, and what would happen if it trained {detour['en']} instead?", f"{told['ko']}\n\n이 팀이 훈련하는 부분: {way['ko']}. 이것이 옳은 이유는 무엇이며, 대신 {detour['ko']} 훈련하면 어떻게 됩니까?"),
        fields=[
            choice("reason", both("Why it is right", "옳은 이유"), shuffled(rng, REASONS), name),
            choice("instead", both("Done otherwise", "다르게 하면"), shuffled(rng, offered), consequence),
        ],
        worked=both(f"{ARGUMENTS[name]['en']}\n\n{REASONS[name]['en']} Done otherwise: {CONSEQUENCES[consequence]['en']}", f"{ARGUMENTS[name]['ko']}\n\n{REASONS[name]['ko']} 다르게 하면: {CONSEQUENCES[consequence]['ko']}"),
        facts={"what": what, "detour": detour["en"]},
    )


def diagnosis(rng: random.Random) -> Question:
    """Return a run that went wrong: what was the cause, and what helps?"""
    cause = rng.choice(list(RUNS))
    draw_numbers, *texts = RUNS[cause]
    numbers = draw_numbers(rng)
    told, argued = ({lang: text[lang].format(**numbers) for lang in text} for text in texts)
    others = [name for name in CAUSES if name != cause and (cause, name) != ("inputs", "misfit")]
    offered = rng.sample([cause, *rng.sample(others, 3)], 4)
    return Question(
        "diagnosis",
        prompt=both(f"{told['en']}\n\nWhat went wrong, and what helps?", f"{told['ko']}\n\n무엇이 잘못되었고, 어떻게 하면 됩니까?"),
        fields=[
            choice("cause", both("Cause", "원인"), {name: CAUSES[name] for name in offered}, cause),
            choice("remedy", both("What helps", "해결책"), {name: REMEDIES[name] for name in shuffled(rng, dict.fromkeys(offered))}, cause),
        ],
        worked=both(f"{argued['en']}\n\n{CAUSES[cause]['en']} {REMEDIES[cause]['en']}", f"{argued['ko']}\n\n{CAUSES[cause]['ko']} {REMEDIES[cause]['ko']}"),
        facts={"offered": offered},
    )


def rates(rng: random.Random) -> Question:
    """Return a head and two blocks whose learning rates fall, and one step of each."""
    eta, factor = Fraction(rng.choice([1, 2, 4, 5]), 10), rng.choice([2, 4, 5, 10])
    weight, slope = Fraction(rng.choice([-6, -4, -2, 3, 5, 8]), 10), Fraction(rng.choice([-20, -10, 10, 20, 30]), 10)
    last, before, by = eta / factor, eta / factor**2, f"{factor}{'으로' if factor == 10 else '로'}"
    told, steps = decimal(eta), {name: weight - value * slope for name, value in (("head", eta), ("last", last), ("before", before))}
    names = {"head": both("head", "헤드"), "last": both("last block", "마지막 블록"), "before": both("block before it", "그 앞의 블록")}
    labels = {name: {lang: f"{'Weight' if lang == 'en' else '가중치'}: {text[lang]}" for lang in text} for name, text in names.items()}
    w, g = decimal(weight, 6), decimal(slope)
    by_g = f"({g})" if slope < 0 else g
    formula = {
        name: rf"${w} - {decimal(value, 6)} \cdot {by_g} = {decimal(steps[name], 6)}$"
        for name, value in (("head", eta), ("last", last), ("before", before))
    }
    return Question(
        "rates",
        prompt=both(f"The head learns at the rate {told}, the last block at one {factor} times smaller, the block before it at one {factor} times smaller still; the first blocks are frozen. In each of these three parts, and in the first block, a weight of ${w}$ has the gradient ${g}$. What are the rates, and the weights after one step of plain SGD? Give the numbers exactly.", f"헤드의 학습률은 {told}이고, 마지막 블록의 학습률은 그것을 {by} 나눈 값, 그 앞 블록의 학습률은 다시 {by} 나눈 값입니다. 처음 블록들은 동결했습니다. 이 세 부분과 첫 블록에 값이 ${w}$이고 기울기가 ${g}$인 가중치가 하나씩 있습니다. 두 블록의 학습률과, 단순한 SGD로 한 번 갱신한 가중치를 구하세요. 수는 정확하게 답하세요."),
        fields=[
            number("rate.last", both("Rate: last block", "학습률: 마지막 블록"), exact(last)),
            number("rate.before", both("Rate: block before it", "학습률: 그 앞의 블록"), exact(before)),
            *(number(f"weight.{name}", labels[name], exact(value)) for name, value in steps.items()),
            number("weight.first", both("Weight: first block", "가중치: 첫 블록"), exact(weight)),
        ],
        worked=both(f"The later a layer, the more it belongs to the old task and the further it may move. The rates of the blocks are {decimal(last, 6)} and {decimal(before, 6)}; the frozen block does not move, whatever its gradient would be: ${w}$.\n\nRates: {decimal(last, 6)} and {decimal(before, 6)}. Weights, from the head on: {formula['head']}, {formula['last']}, {formula['before']}, and ${w}$ in the first block.", f"뒤쪽 층일수록 예전 작업에 맞추어져 있으므로 더 많이 움직여도 됩니다. 두 블록의 학습률은 {decimal(last, 6)}, {decimal(before, 6)}입니다. 동결한 블록은 기울기가 얼마이든 움직이지 않으므로 ${w}$ 그대로입니다.\n\n학습률: {decimal(last, 6)}, {decimal(before, 6)}. 헤드부터의 가중치: {formula['head']}, {formula['last']}, {formula['before']}, 첫 블록은 ${w}$입니다."),
        facts={"eta": str(eta), "factor": factor, "weight": str(weight), "gradient": str(slope)},
    )


def count(rng: random.Random) -> Question:
    """Return a small network whose learning parameters are to be counted, by what is frozen."""
    side, channels = rng.choice([16, 24, 32]), rng.choice([1, 3])
    widths, classes = rng.choice([(4, 8, 16), (8, 16, 32), (8, 12, 16), (6, 12, 20)]), rng.choice([2, 3, 4, 5, 6, 8])
    sizes = [before * 9 * after + after + 2 * after for before, after in zip((channels, *widths), widths)]
    features = widths[-1] * (side // 8) ** 2
    head = (features + 1) * classes
    rows = "\n".join(
        f"| {place} | `conv{place}` {before} → {after}, `bn{place}` | {side >> place} × {side >> place} |"
        for place, (before, after) in enumerate(zip((channels, *widths), widths), start=1)
    )
    table = {
        "en": f"| block | layers | map behind its pooling |\n|---|---|---|\n{rows}",
        "ko": f"| 블록 | 층 | 풀링 뒤 특성 맵 |\n|---|---|---|\n{rows}",
    }
    last, whole = sizes[-1] + head, sum(sizes) + head
    before, after = widths[-2:]
    steps = (
        rf"${after} \cdot {side // 8}^2 = {features}$", rf"$({features} + 1) \cdot {classes} = {grouped(head)}$",
        rf"${before} \cdot 3 \cdot 3 \cdot {after} + {after} + 2 \cdot {after} = {grouped(sizes[-1])}$",
    )
    return Question(
        "count",
        prompt=both(f"Images of {side} × {side} with {channels} channel{'s' * (channels > 1)} pass three blocks: convolution 3 × 3 with padding 1 and bias, batch normalisation (a weight and a bias for each channel), ReLU, max pooling 2 × 2. The maps of the last block are flattened for a new head, a fully connected layer with bias and {classes} classes. How many parameters learn?\n\n{table['en']}", f"채널이 {channels}개인 {side} × {side} 이미지가 블록 세 개를 지납니다. 블록은 패딩 1과 편향이 있는 3 × 3 합성곱, 배치 정규화(채널마다 가중치 하나와 편향 하나), ReLU, 2 × 2 최대 풀링으로 되어 있습니다. 마지막 블록의 특성 맵을 펼쳐 새 헤드에 넣습니다. 헤드는 편향이 있고 클래스가 {classes}개인 완전 연결층입니다. 배우는 파라미터는 몇 개입니까?\n\n{table['ko']}"),
        fields=[
            number("head", both("The head alone learns", "헤드만 훈련"), head),
            number("last", both("The last block and the head learn", "마지막 블록과 헤드를 훈련"), last),
            number("all", both("All learns", "전체를 훈련"), whole),
        ],
        worked=both(f"The head sees {steps[0]} features: {steps[1]}. The last block has a convolution with biases and two numbers for each channel in batch normalisation: {steps[2]}. Running statistics are buffers, not parameters.\n\nHead alone: {head:,}. Last block and head: {last:,}. All: {whole:,}.", f"헤드가 받는 특성은 {steps[0]}개이고, 파라미터는 {steps[1]}개입니다. 마지막 블록에는 편향이 있는 합성곱과, 배치 정규화의 채널마다 두 개씩의 수가 있습니다. {steps[2]}. 이동 통계는 버퍼이지 파라미터가 아닙니다.\n\n헤드만: {head:,}. 마지막 블록과 헤드: {last:,}. 전체: {whole:,}."),
        facts={"side": side, "channels": channels, "widths": list(widths), "classes": classes},
    )


def share(rng: random.Random) -> Question:
    """Return ResNet-18 with its stages counted: how many parameters learn, and what share of all?"""
    classes, unfrozen = rng.choice([2, 3, 5, 8, 10, 12, 20, 37, 50, 100]), rng.choice([1, 1, 2])
    head = 513 * classes
    names = list(RESNET18)[-unfrozen:]
    learns, whole = head + sum(RESNET18[name] for name in names), head + sum(RESNET18.values())
    percent = Fraction(100 * learns, whole)
    rows = "\n".join(f"| `{name}` | {size:,} |" for name, size in RESNET18.items())
    parts, small = " + ".join(grouped(RESNET18[name]) for name in names), decimal(percent, 1)
    spelt = {"en": " and ".join(f"`{name}`" for name in names), "ko": ", ".join(f"`{name}`" for name in names)}
    return Question(
        "share",
        prompt=both(f"ResNet-18 without its last layer has five stages, with these parameters; `stem` is its first convolution with batch normalisation.\n\n| stage | parameters |\n|---|---|\n{rows}\n\nIts 512 features go into a new head with bias and {classes} classes. Everything is frozen but {spelt['en']} and the head. How many parameters learn, and what percentage is that of all?", f"ResNet-18에서 마지막 층을 떼면 다섯 단계가 남고 파라미터 수는 다음과 같습니다. `stem`은 첫 합성곱과 배치 정규화입니다.\n\n| 단계 | 파라미터 수 |\n|---|---|\n{rows}\n\n특성 512개가 편향이 있고 클래스가 {classes}개인 새 헤드로 들어갑니다. {spelt['ko']}와 헤드만 빼고 모두 동결했습니다. 배우는 파라미터는 몇 개이며, 전체의 몇 퍼센트입니까?"),
        fields=[
            number("head", both("Parameters of the head", "헤드의 파라미터 수"), head),
            number("learns", both("Parameters that learn", "배우는 파라미터 수"), learns),
            number("percent", both("Share of all, to one decimal place", "전체에서 차지하는 비율(소수 첫째 자리까지)"), float(small), tolerance=0.1, unit="%"),
        ],
        worked=both(
            rf"The head has $(512 + 1) \cdot {classes} = {grouped(head)}$ parameters, so ${parts} + {grouped(head)} = {grouped(learns)}$ of "
            f"${grouped(whole)}$ learn. The last stages hold most of the weights: unfreezing one of them is far from a small change.\n\nHead: {head:,}. Learning: {learns:,}, which is {small} %.",
            rf"헤드의 파라미터는 $(512 + 1) \cdot {classes} = {grouped(head)}$개이므로 ${grouped(whole)}$개 가운데 ${parts} + {grouped(head)} = {grouped(learns)}$개가 배웁니다. 가중치는 대부분 뒤쪽 단계에 있으므로 한 단계만 동결을 풀어도 결코 작은 변화가 "
            f"아닙니다.\n\n헤드: {head:,}. 배우는 파라미터: {learns:,}, 비율은 {small} %.",
        ),
        facts={"classes": classes, "stages": RESNET18, "learning": names},
    )
