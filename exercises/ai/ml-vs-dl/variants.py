"""Variants of ml-vs-dl: systems, methods, steps and situations, drawn from pools that were written by hand.

Every description says what people fix and what the data decide; none is left to taste.
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from graders.quiz import Question, both, choice, matching, ordering, several

KINDS = {
    "rules": both("no learning: rules of people", "학습 없음: 사람이 쓴 규칙"),
    "classical": both("classical machine learning", "전통적 머신러닝"),
    "deep": both("deep learning", "딥러닝"),
}
WHY = {
    "rules": both("people wrote every rule and every number", "규칙과 수를 모두 사람이 적었습니다"),
    "classical": both(
        "a model learns from features that people chose", "사람이 고른 특성에서 모델이 배웁니다"
    ),
    "deep": both("many layers learn from the raw input", "여러 층이 가공하지 않은 입력에서 배웁니다"),
}
# fmt: off
SYSTEMS = {
    "rules": [
        ("route", "A route planner finds the shortest way on a map by A* search, with distances as the crow flies as its estimate.", "길 안내 프로그램이 지도에서 직선거리를 어림값으로 삼는 A* 탐색으로 가장 짧은 길을 찾습니다."),
        ("chess", "A chess program looks eight moves ahead and rates positions by a formula of its authors: queen 9, rook 5, pawn 1.", "체스 프로그램이 여덟 수 앞을 내다보며 만든 사람이 정한 점수(퀸 9, 룩 5, 폰 1)로 국면을 평가합니다."),
        ("wordlist", "A mail filter deletes every mail that holds one of 40 words from a list that the administrator keeps.", "메일 필터가 관리자가 적어 둔 단어 40개 가운데 하나라도 들어 있는 메일을 지웁니다."),
        ("phrases", "A chatbot looks for key phrases and answers with sentences that its authors wrote for each of them.", "챗봇이 핵심 어구를 찾아 어구마다 만든 사람이 미리 써 둔 문장으로 답합니다."),
        ("expert", "A program for diagnosis chains 500 if–then rules that doctors dictated.", "진단 프로그램이 의사들이 불러 준 ‘만약 ~이면’ 규칙 500개를 이어 가며 결론을 냅니다."),
        ("timetable", "A program builds a school timetable: it tries places for the lessons and steps back whenever two collide.", "프로그램이 수업을 하나씩 놓아 보고 겹치면 되돌아가면서 학교 시간표를 짭니다."),
        ("coins", "A machine tells coins apart by limits for diameter and weight that were copied from the data sheet of the mint.", "자판기가 조폐 기관의 규격표에서 옮겨 적은 지름과 무게의 한계값으로 동전을 구별합니다."),
        ("enemy", "The enemy in a game patrols, chases whom it sees and flees below 20 % of its strength, as the designer laid down.", "게임 속의 적이 기획자가 정해 둔 대로 순찰하고, 상대가 보이면 쫓고, 체력이 20% 아래로 내려가면 달아납니다."),
        ("dictionary", "A translator replaces words by a dictionary and reorders them by grammar rules that linguists wrote down.", "번역기가 사전으로 단어를 바꾸고 언어학자가 적은 문법 규칙에 따라 어순을 바꿉니다."),
        ("sudoku", "A sudoku solver strikes out impossible digits and tries the remaining ones in turn.", "스도쿠 풀이 프로그램이 들어갈 수 없는 숫자를 지우고 남은 숫자를 차례로 넣어 봅니다."),
        ("lights", "Traffic lights turn green once four cars wait on the induction loop, a number that the engineers set.", "신호등이 도로 밑 감지기 위에 차가 네 대 모이면 초록불로 바뀝니다. 넷이라는 수는 기술자가 정했습니다."),
    ],
    "classical": [
        ("spam", "In each mail 300 words chosen by the developers are counted; naive Bayes estimates from 5,000 labelled mails what the counts say.", "개발자가 고른 단어 300개를 메일마다 세고, 나이브 베이즈가 레이블이 있는 메일 5,000통에서 그 횟수의 뜻을 추정합니다."),
        ("houses", "A linear regression estimates house prices from floor area, age and distance to the station, fitted to 2,000 sales.", "선형 회귀가 매매 기록 2,000건에 맞추어 면적, 건축 연수, 역까지의 거리에서 집값을 예측합니다."),
        ("loans", "A decision tree with income, debts and years of employment as its inputs was grown from 8,000 past loans.", "소득, 빚, 근속 연수를 입력으로 받는 결정 트리를 지난 대출 8,000건으로 만들었습니다."),
        ("iris", "Botanists measure length and width of the petals and sepals of a flower; a k-nearest-neighbour rule compares them with 150 known flowers.", "식물학자가 꽃잎과 꽃받침의 길이와 너비를 재면 k-최근접 이웃이 종을 아는 꽃 150송이와 비교합니다."),
        ("customers", "K-means groups customers by three numbers that the shop picked: visits, spending and age of the account.", "K-평균 군집화가 가게에서 고른 세 가지 수(방문 횟수, 지출, 가입 기간)로 고객을 묶습니다."),
        ("faces", "Researchers designed patterns of light and dark rectangles; boosting learns from photos which of these features mark a face.", "연구자가 밝고 어두운 사각형 무늬를 설계하고, 부스팅이 사진에서 어떤 무늬가 얼굴을 나타내는지 배웁니다."),
        ("walkers", "Software counts the directions of edges in each image window by a fixed formula; a linear support vector machine learns from the counts.", "정해진 공식으로 이미지 창마다 경계선의 방향을 세고, 선형 서포트 벡터 머신이 그 횟수에서 보행자를 배웁니다."),
        ("machine", "Engineers decided to compute mean, variance and peak of a vibration; a random forest learns from these three which machines fail.", "기술자가 진동의 평균, 분산, 최댓값을 쓰기로 정하고, 랜덤 포레스트가 이 세 수에서 고장 날 기계를 배웁니다."),
        ("wine", "A laboratory measures eleven chemical values of each wine; a support vector machine learns from 1,600 tasted wines.", "실험실에서 와인마다 화학 성분 값 열한 가지를 재고, 서포트 벡터 머신이 시음한 와인 1,600종에서 배웁니다."),
        ("exam", "Logistic regression estimates from hours of study and attendance whether a student passes; last year's class set its weights.", "로지스틱 회귀가 공부 시간과 출석률로 합격 여부를 예측합니다. 가중치는 지난해 학생들의 기록으로 구했습니다."),
        ("cards", "Analysts defined 40 columns about each payment; gradient-boosted trees learn from past frauds how to combine them.", "분석가가 결제를 나타내는 열 40개를 정의하고, 그레이디언트 부스팅 트리가 지난 사기 거래에서 열을 결합하는 방법을 배웁니다."),
        ("digits", "Programmers count holes and crossings of each written digit; a k-nearest-neighbour rule compares the counts with 900 labelled digits.", "프로그래머가 손글씨 숫자의 구멍과 교차점을 세게 해 두고, k-최근접 이웃이 그 수를 레이블이 있는 숫자 900개와 비교합니다."),
        ("crops", "A regression on rainfall, temperature and fertiliser, three columns that agronomists chose, was fitted to past harvests.", "농학자가 고른 강수량, 기온, 비료량의 세 열로 회귀 모델이 수확량을 예측합니다. 계수는 지난 수확 기록에서 구했습니다."),
    ],
    "deep": [
        ("photos", "A network of 50 convolutional layers takes the pixels of a photo and names what it shows, trained on a million labelled photos.", "합성곱층 50개로 된 신경망이 사진의 픽셀을 받아 무엇이 찍혔는지 답합니다. 레이블이 있는 사진 백만 장으로 훈련했습니다."),
        ("speech", "A network of twelve layers turns the samples of a recording straight into letters; nobody told it what a vowel is.", "층이 열두 개인 신경망이 녹음된 소리 신호를 바로 글자로 바꿉니다. 모음이 무엇인지는 아무도 알려 주지 않았습니다."),
        ("translation", "A transformer with 24 layers learns to translate from pairs of sentences, and finds the vectors of its words by itself.", "층이 24개인 트랜스포머가 두 언어로 된 문장 쌍에서 번역을 배우고, 단어를 나타내는 벡터도 스스로 찾습니다."),
        ("steering", "Nine layers lead from the pixels of a camera to the angle of the steering wheel, trained on recorded drives.", "아홉 개의 층이 카메라 픽셀에서 운전대의 각도까지 이어집니다. 녹화한 주행 기록으로 훈련했습니다."),
        ("xray", "A network of 121 layers reads raw X-ray images; its first layers were found to detect edges, which nobody had asked for.", "층이 121개인 신경망이 엑스선 이미지를 그대로 읽습니다. 시킨 적이 없는데도 앞쪽 층이 경계선을 찾아내고 있었습니다."),
        ("go", "A deep network sees nothing but the stones on the board and learns from millions of games what a strong move is.", "심층 신경망이 판 위의 돌만 보고 수백만 판의 기보에서 좋은 수를 배웁니다."),
        ("writer", "A network with billions of weights in 96 layers predicts the next word, trained on raw text from books and pages.", "가중치가 수십억 개이고 층이 96개인 신경망이 책과 웹 문서의 글을 그대로 읽으며 다음 단어를 예측하도록 훈련했습니다."),
        ("cheques", "Pixels of handwritten digits enter a network of seven layers whose filters are set by training alone.", "손글씨 숫자의 픽셀이 층이 일곱 개인 신경망에 들어가고, 필터는 오직 훈련으로 정해집니다."),
        ("unlock", "A phone turns the pixels of a face into 128 numbers by a deep network; training alone decided what these numbers mean.", "휴대전화가 심층 신경망으로 얼굴 사진의 픽셀을 수 128개로 바꿉니다. 이 수의 뜻은 오직 훈련으로 정해졌습니다."),
        ("satellite", "Twenty-three convolutional layers mark every pixel of a satellite image as field, forest or town, learned from labelled maps.", "합성곱층 스물세 개가 위성 이미지의 픽셀마다 밭, 숲, 도시를 표시합니다. 레이블이 있는 지도에서 배웠습니다."),
        ("sensor", "Ten convolutional layers read the raw signal of a vibration sensor; no mean and no peak is computed beforehand.", "합성곱층 열 개가 진동 센서의 신호를 그대로 읽습니다. 평균이나 최댓값을 미리 구하지 않습니다."),
        ("heart", "A network of 34 layers learns from the raw samples of 90,000 electrocardiograms to name the rhythm of a heart.", "층이 34개인 신경망이 심전도 신호 90,000건을 그대로 받아 심장 리듬의 종류를 배웁니다."),
        ("colours", "Sixteen layers learn from a million pictures how to colour black-and-white photos, pixel by pixel.", "열여섯 개의 층이 그림 백만 장에서 흑백 사진의 픽셀마다 색을 입히는 방법을 배웁니다."),
    ],
}
METHODS = {
    "ai": [("A* search", "A* 탐색"), ("minimax search with hand-written scores", "손으로 정한 점수를 쓰는 미니맥스 탐색"), ("an expert system of if–then rules", "if–then 규칙으로 된 전문가 시스템"), ("a proof search in formal logic", "형식 논리의 증명 탐색"), ("backtracking over a timetable", "시간표를 짜는 백트래킹"), ("a dialogue program with fixed patterns", "정해진 문형으로 답하는 대화 프로그램")],
    "ml": [("k-nearest neighbours", "k-최근접 이웃"), ("a support vector machine", "서포트 벡터 머신"), ("a decision tree grown from data", "데이터로 만든 결정 트리"), ("logistic regression", "로지스틱 회귀"), ("linear regression", "선형 회귀"), ("k-means", "K-평균 군집화"), ("principal component analysis", "주성분 분석"), ("naive Bayes", "나이브 베이즈"), ("a random forest", "랜덤 포레스트")],
    "dl": [("a convolutional network of 19 layers", "층이 19개인 합성곱 신경망"), ("a transformer of 24 layers", "층이 24개인 트랜스포머"), ("a residual network of 152 layers", "층이 152개인 잔차 신경망"), ("a stack of four recurrent layers", "순환층 네 개를 쌓은 신경망"), ("a deep belief network", "심층 신뢰 신경망"), ("an autoencoder of ten layers", "층이 열 개인 오토인코더")],
}
FIELDS = {"ai": both("AI, but not ML", "AI이지만 ML은 아님"), "ml": both("ML, but not DL", "ML이지만 DL은 아님"), "dl": both("DL", "DL")}
#: what is said of which sets: `part` of each other, `rest` of the first outside the second, `apart`, `same`
STATEMENTS = [
    (True, "part DL ML", "All deep learning is machine learning.", "딥러닝은 모두 머신러닝입니다."),
    (True, "part ML AI", "All machine learning is artificial intelligence.", "머신러닝은 모두 인공지능입니다."),
    (True, "part DL AI", "All deep learning is artificial intelligence.", "딥러닝은 모두 인공지능입니다."),
    (True, "part DL ML", "What is not machine learning is not deep learning either.", "머신러닝이 아닌 것은 딥러닝도 아닙니다."),
    (True, "rest ML DL", "There is machine learning that is not deep learning.", "딥러닝이 아닌 머신러닝도 있습니다."),
    (True, "rest AI ML", "There is artificial intelligence that learns nothing from data.", "데이터에서 아무것도 배우지 않는 인공지능도 있습니다."),
    (True, "rest AI DL", "There is artificial intelligence without deep learning.", "딥러닝을 쓰지 않는 인공지능도 있습니다."),
    (False, "part ML DL", "All machine learning is deep learning.", "머신러닝은 모두 딥러닝입니다."),
    (False, "part ML DL", "What is not deep learning is not machine learning either.", "딥러닝이 아닌 것은 머신러닝도 아닙니다."),
    (False, "part AI ML", "All artificial intelligence learns from data.", "인공지능은 모두 데이터에서 배웁니다."),
    (False, "rest DL ML", "There is deep learning that is not machine learning.", "머신러닝이 아닌 딥러닝도 있습니다."),
    (False, "rest ML AI", "There is machine learning outside artificial intelligence.", "인공지능이 아닌 머신러닝도 있습니다."),
    (False, "apart DL ML", "No method is both deep learning and machine learning.", "딥러닝이면서 머신러닝인 방법은 없습니다."),
    (False, "same AI ML", "AI and ML are two names for the same thing.", "AI와 ML은 같은 것을 가리키는 두 이름입니다."),
    (False, "same ML DL", "ML and DL are two names for the same thing.", "ML과 DL은 같은 것을 가리키는 두 이름입니다."),
]
REASONS = {
    "few": ("classical", "There are few examples, and the features that matter are measured already.", "예제가 적고, 중요한 특성은 이미 재어 두었습니다."),
    "explain": ("classical", "Each single answer must be traced back to a few stated numbers.", "답마다 정해진 몇 개의 수로 이유를 밝혀야 합니다."),
    "chip": ("classical", "It must run in a tiny memory on a few measured values.", "아주 작은 메모리에서 측정값 몇 개만으로 돌아가야 합니다."),
    "raw": ("deep", "The inputs are raw, a great many of them have labels, and there are GPUs.", "입력이 가공되지 않았고, 레이블이 있는 예제가 아주 많으며, GPU가 있습니다."),
    "pretrained": ("deep", "There are few raw inputs, but a network pre-trained on similar ones is at hand.", "가공되지 않은 입력은 적지만, 비슷한 입력으로 사전 훈련된 신경망이 있습니다."),
}
SITUATIONS = [
    ("few", "table 120 pc", "A laboratory has broken 120 samples of concrete. Of each it knows cement, water and age, and wants to predict the strength on a PC.", "연구소에서 콘크리트 시편 120개를 부러뜨려 보았습니다. 시편마다 시멘트와 물의 양, 굳힌 날수를 알고 있고, PC에서 강도를 예측하려고 합니다."),
    ("few", "table 300 pc", "A clinic has six blood values of 300 patients and wants a first estimate of who will recover soon, on an office PC.", "병원에 환자 300명의 혈액 수치 여섯 가지가 있습니다. 사무실 PC에서 누가 빨리 나을지 대강 예측하려고 합니다."),
    ("few", "table 80 pc", "A chain of 80 shops knows floor area, staff and population around each, and wants to estimate sales in a spreadsheet.", "가게 80곳을 운영하는 회사가 가게마다 면적, 직원 수, 주변 인구를 알고 있고, 스프레드시트에서 매출을 예측하려고 합니다."),
    ("explain", "table 60000 explain", "A bank has ten columns on 60,000 loans. By law it must tell every refused customer which of the numbers decided, and by how much.", "은행에 대출 60,000건을 항목 10개로 정리한 표가 있습니다. 법에 따라 거절할 때마다 어느 수가 얼마나 작용했는지 고객에게 알려야 합니다."),
    ("explain", "table 90000 explain", "An insurer has eight columns on 90,000 contracts. The authority wants to check the formula of the premium by hand, line by line.", "보험사에 계약 90,000건을 항목 8개로 정리한 표가 있습니다. 감독 기관은 보험료 공식을 한 줄씩 손으로 검산하려고 합니다."),
    ("explain", "table 40000 explain", "A hospital has nine values on 40,000 admissions and wants a score that doctors can add up by hand and justify at the bedside.", "병원에 입원 기록 40,000건의 수치가 아홉 가지씩 있습니다. 의사가 손으로 더해 보고 환자 앞에서 이유를 말할 수 있는 점수를 원합니다."),
    ("chip", "table 50000 chip", "A washing machine has a chip with 8 KiB of memory. From four measured values it shall estimate the load; 50,000 washes were recorded.", "세탁기에 메모리가 8 KiB인 칩이 있습니다. 측정값 네 개로 빨래의 양을 어림해야 하고, 세탁 기록 50,000건이 있습니다."),
    ("chip", "table 20000 chip", "A step counter must run for years on a button cell with 2 KiB of memory. It sees three numbers a second; 20,000 labelled seconds exist.", "만보기가 메모리 2 KiB와 단추 전지 하나로 몇 년을 버텨야 합니다. 1초마다 수 세 개를 받고, 레이블이 있는 기록은 20,000초 분량입니다."),
    ("chip", "table 30000 chip", "A smoke detector has 4 KiB of memory and five sensor values. It shall tell smoke from steam; 30,000 labelled readings exist.", "화재 감지기에는 메모리 4 KiB와 센서 값 다섯 개가 있습니다. 연기와 수증기를 구별해야 하고, 레이블이 있는 기록 30,000건이 있습니다."),
    ("raw", "raw 2000000 gpu", "A shop has two million labelled photos of clothes and a room of GPUs. It wants to name garments in new photos.", "쇼핑몰에 레이블이 있는 옷 사진 2,000,000장과 GPU 서버가 있습니다. 새 사진에서 옷의 종류를 알아내려고 합니다."),
    ("raw", "raw 5000000 gpu", "A broadcaster has five million recordings with transcripts and many GPUs. It wants subtitles straight from the sound.", "방송사에 받아쓴 글이 딸린 녹음 5,000,000건과 많은 GPU가 있습니다. 소리에서 바로 자막을 만들려고 합니다."),
    ("raw", "raw 800000 gpu", "An institute has 800,000 satellite images with marked roads, and GPUs. It wants to find roads in new images.", "연구소에 도로를 표시한 위성 이미지 800,000장과 GPU가 있습니다. 새 이미지에서 도로를 찾으려고 합니다."),
    ("raw", "raw 3000000 gpu", "A publisher has three million pairs of sentences in two languages, and GPUs. It wants a first draft of translations.", "출판사에 두 언어로 된 문장 3,000,000쌍과 GPU가 있습니다. 번역 초안을 만들려고 합니다."),
    ("pretrained", "raw 400 pretrained", "A gardener has 400 photos of sick leaves, and may use a network that was trained on a million other photos.", "정원사에게 병든 잎의 사진이 400장뿐이지만, 다른 사진 백만 장으로 훈련한 신경망을 쓸 수 있습니다."),
    ("pretrained", "raw 600 pretrained", "A biologist has 600 recordings of birds, and may use a network that was trained on two million clips of sound.", "생물학자에게 새소리 녹음이 600건뿐이지만, 소리 2,000,000건으로 훈련한 신경망을 쓸 수 있습니다."),
    ("pretrained", "raw 500 pretrained", "A hotel has 500 labelled reviews, and may use a language model that was trained on a large part of the web.", "호텔에 레이블이 있는 후기가 500건뿐이지만, 웹 문서로 폭넓게 훈련한 언어 모델을 쓸 수 있습니다."),
]
STEPS = {
    "classical only": [
        ("chosen", "People choose which measurements describe an example.", "예제를 나타낼 측정값을 사람이 고릅니다."),
        ("thirteen", "A formula of researchers turns each recording into 13 numbers, and only these reach the model.", "연구자의 공식으로 녹음마다 수 13개를 구하고, 모델에는 이 수만 넣습니다."),
        ("holes", "A programmer writes code that counts the holes of a digit; the model sees the counts, not the pixels.", "프로그래머가 숫자의 구멍을 세는 코드를 쓰고, 모델은 픽셀 대신 그 개수를 받습니다."),
        ("words", "Somebody decides which 300 words are counted in a mail; the model gets the 300 counts.", "메일에서 셀 단어 300개를 사람이 정하고, 모델은 그 횟수 300개를 받습니다."),
    ],
    "deep only": [
        ("edges", "The first layers learn from pixels, unasked, to respond to edges.", "앞쪽 층이 시키지 않아도 픽셀에서 경계선에 반응하는 법을 배웁니다."),
        ("unnamed", "Layers in the middle form features that nobody has named.", "가운데 층이 아무도 이름 붙이지 않은 특성을 만들어 냅니다."),
        ("back", "Gradients flow back through twenty layers, down to the one that sees the pixels.", "기울기가 층 스무 개를 거슬러 픽셀을 받는 첫 층까지 전해집니다."),
        ("together", "The filters of all layers are adjusted together with the weights that give the answer.", "모든 층의 필터를 답을 내는 가중치와 함께 조정합니다."),
    ],
    "both": [
        ("labels", "Examples with labels are collected.", "레이블이 있는 예제를 모읍니다."),
        ("aside", "Some examples are set aside to test the result.", "예제 일부를 따로 두었다가 결과를 시험합니다."),
        ("fitted", "Numbers inside the model are fitted to training data.", "모델 안의 수를 훈련 데이터에 맞춥니다."),
        ("goal", "People decide what shall be predicted.", "무엇을 예측할지 사람이 정합니다."),
        ("overfit", "One checks whether the model has merely memorised its training examples.", "모델이 훈련 예제를 외우기만 한 것은 아닌지 확인합니다."),
    ],
}
SIDES = {"classical": both("only classical machine learning", "전통적 머신러닝에만"), "deep": both("only deep learning", "딥러닝에만"), "both": both("both", "둘 다")}
#: each task with its steps in order: what a step needs, what it makes, and its words
ORDERS = [
    ("A spam filter by classical machine learning", "전통적 머신러닝으로 만드는 스팸 필터", [
        ("", "mails", "Collect mails and label them.", "메일을 모아 레이블을 붙입니다."),
        ("mails", "features", "Read the collected mails and choose which words to count.", "모은 메일을 읽고 어떤 단어를 셀지 고릅니다."),
        ("features", "table", "Count the chosen words in each mail, which makes a table.", "고른 단어를 메일마다 세어 표를 만듭니다."),
        ("table", "model", "Fit a classifier to the table.", "표에 분류기를 맞춥니다."),
        ("model", "", "Try the fitted classifier on mails it has not seen.", "맞춘 분류기를 처음 보는 메일로 시험합니다."),
    ]),
    ("A classical warning of machine failures", "전통적 머신러닝으로 만드는 고장 예측기", [
        ("", "signals", "Record vibrations, and note which machines failed.", "진동을 기록하고 어떤 기계가 고장 났는지 적습니다."),
        ("signals", "features", "Have engineers look at the recordings and choose what to compute: mean, variance, peak.", "기술자가 기록을 살펴보고 평균, 분산, 최댓값처럼 구할 값을 고릅니다."),
        ("features", "table", "Compute the chosen values of each recording.", "고른 값을 기록마다 구합니다."),
        ("table", "model", "Grow a random forest from the computed values.", "구한 값으로 랜덤 포레스트를 만듭니다."),
        ("model", "", "Count the errors of the forest on machines that were set aside.", "따로 두었던 기계로 랜덤 포레스트의 오류를 셉니다."),
    ]),
    ("A network that names clothes in photos", "사진에서 옷을 알아보는 신경망", [
        ("", "photos", "Collect photos and label them.", "사진을 모아 레이블을 붙입니다."),
        ("photos", "tensors", "Bring the collected photos to one size, as tensors of pixels.", "모은 사진을 같은 크기의 픽셀 텐서로 만듭니다."),
        ("tensors", "network", "Build a network for tensors of that size, with random weights.", "그 크기의 텐서를 받는 신경망을 무작위 가중치로 만듭니다."),
        ("network", "trained", "Train all layers of that network on the pixels.", "그 신경망의 모든 층을 픽셀로 훈련합니다."),
        ("trained", "", "Measure the accuracy of the trained network on new photos.", "훈련된 신경망의 정확도를 새 사진으로 잽니다."),
    ]),
    ("A network that writes down speech", "말소리를 받아쓰는 신경망", [
        ("", "sounds", "Record speakers and have the recordings written down.", "여러 사람의 말을 녹음하고 받아씁니다."),
        ("sounds", "tensors", "Cut the recordings into pieces of equal length, as raw samples.", "녹음을 길이가 같은 소리 신호 조각으로 자릅니다."),
        ("tensors", "network", "Build twelve layers that take pieces of that length.", "그 길이의 조각을 받는 층 열두 개를 쌓습니다."),
        ("network", "trained", "Let the twelve layers learn from the pieces, epoch by epoch.", "층 열두 개를 조각으로 여러 에포크 동안 훈련합니다."),
        ("trained", "", "Count the wrong letters of the finished network for new speakers.", "완성된 신경망이 새로운 사람의 말을 받아쓸 때 틀린 글자가 몇 개인지 셉니다."),
    ]),
    ("One training step of a deep network", "심층 신경망의 훈련 한 걸음", [
        ("", "outputs", "Send a batch of raw inputs through all layers to get predictions.", "가공하지 않은 입력 한 배치를 모든 층에 통과시켜 예측을 얻습니다."),
        ("outputs", "loss", "Compare the predictions with the labels: this gives the loss.", "예측을 레이블과 비교해 손실을 구합니다."),
        ("loss", "gradients", "Go backwards from the loss to get the gradient of every weight.", "손실에서 거꾸로 가며 모든 가중치의 기울기를 구합니다."),
        ("gradients", "", "Move every weight a little against its gradient.", "모든 가중치를 기울기의 반대쪽으로 조금 옮깁니다."),
    ]),
]
# fmt: on
LETTERS = "ABCD"
DECIDED = {
    "nothing": both("nothing", "아무것도 정하지 않습니다"),
    "weighing": both("how given features lead to the answer", "정해진 특성에서 답을 얻는 방법을 정합니다"),
    "features": both(
        "the features as well as how they lead to the answer", "특성과 답을 얻는 방법을 모두 정합니다"
    ),
}
LOOKS = {
    "people": both("people", "사람"),
    "training": both("training, layer by layer", "층마다 이루어지는 훈련"),
}
FITTING = {
    "classical": both("classical machine learning", "전통적 머신러닝"),
    "deep": both("deep learning", "딥러닝"),
}


def generate(rng: random.Random) -> Question:
    """Return one question about systems, steps, situations or the three fields."""
    return rng.choice([kind, kind, learned, order, whose_step, fits, fits, circles, smallest])(rng)


def shuffled(rng: random.Random, options: dict) -> dict:
    """Return options in another order."""
    return {name: options[name] for name in rng.sample(list(options), len(options))}


def spread(rng: random.Random, pools: dict, count: int = 4) -> list[tuple[str, tuple]]:
    """Return entries of several pools with the names of their pools: at least one of each, in any order."""
    names = [*pools, *rng.choices(list(pools), k=count - len(pools))]
    drawn = [(name, rng.sample(pools[name], names.count(name))) for name in pools]
    return rng.sample([(name, entry) for name, own in drawn for entry in own], count)


def listed(texts: Iterable[dict[str, str]]) -> dict[str, str]:
    """Return texts as a list with letters, in both languages."""
    lettered = list(zip(LETTERS, texts, strict=False))
    return {
        lang: "\n".join(f"- **{letter}.** {text[lang]}" for letter, text in lettered) for lang in ("en", "ko")
    }


def sorted_out(name, drawn, texts, ask, label, options, reasons=None) -> Question:
    """Return a question that puts each of some texts under one of some headings."""
    shown, answers = listed(texts), dict(zip(LETTERS, (key for key, _ in drawn), strict=False))
    worked = {
        lang: "\n".join(
            f"- {letter}: {options[key][lang]}" + (f" ({reasons[key][lang]})" if reasons else "")
            for letter, key in answers.items()
        )
        for lang in ("en", "ko")
    }
    return Question(
        name,
        prompt={lang: f"{ask[lang]}\n\n{shown[lang]}" for lang in ("en", "ko")},
        fields=[matching("answer", label, {letter: letter for letter in answers}, options, answers)],
        worked=worked,
        facts={"texts": {letter: text["en"] for letter, text in zip(LETTERS, texts, strict=False)}},
    )


def kind(rng: random.Random) -> Question:
    """Return four systems to be told apart."""
    drawn = spread(rng, SYSTEMS)
    return sorted_out(
        "kind",
        drawn,
        [both(en, ko) for _, (_, en, ko) in drawn],
        both(
            "How does each of these systems come to its answers?",
            "다음 시스템은 각각 어떤 방법으로 답을 얻습니까?",
        ),
        both("Way of working", "방법"),
        KINDS,
        WHY,
    )


def learned(rng: random.Random) -> Question:
    """Return one system: who chose what it looks at, and what do the data decide?"""
    key = rng.choice(["rules", "classical", "classical", "deep", "deep"])
    _, en, ko = rng.choice(SYSTEMS[key])
    looks = "training" if key == "deep" else "people"
    decided = {"rules": "nothing", "classical": "weighing", "deep": "features"}[key]
    return Question(
        "learned",
        prompt=both(f"{en}\n\nWho decides, and what?", f"{ko}\n\n누가 무엇을 정합니까?"),
        fields=[
            choice("looks", both("Who decides what in the input the answer is based on?", "입력에서 무엇을 보고 답할지 누가 정합니까?"), LOOKS, looks),
            choice("data", both("What do the data decide?", "데이터는 무엇을 정합니까?"), shuffled(rng, DECIDED), decided),
        ],
        worked=both(
            f"This is {KINDS[key]['en']}: {WHY[key]['en']}.\n\nWhat the answer is based on is decided by: "
            f"{LOOKS[looks]['en']}. The data decide: {DECIDED[decided]['en']}.",
            f"이 시스템은 ‘{KINDS[key]['ko']}’에 해당합니다. {WHY[key]['ko']}.\n\n"
            f"무엇을 볼지 정하는 쪽: {LOOKS[looks]['ko']}. 데이터의 역할: {DECIDED[decided]['ko']}.",
        ),
        facts={"texts": {"A": en}},
    )  # fmt: skip


def order(rng: random.Random) -> Question:
    """Return the steps of a task to be put in order."""
    en, ko, steps = rng.choice(ORDERS)
    names = rng.sample(["p", "q", "r", "s", "t"], len(steps))
    labelled = {name: both(step[2], step[3]) for name, step in zip(names, steps, strict=True)}
    told = {
        lang: "\n".join(f"{n}. {labelled[name][lang]}" for n, name in enumerate(names, start=1))
        for lang in ("en", "ko")
    }
    return Question(
        "order",
        prompt=both(
            f"{en}: put the steps in order. Each uses what the one before it has made.",
            f"{ko}: 단계를 순서대로 놓으세요. 각 단계는 바로 앞 단계의 결과를 씁니다.",
        ),
        fields=[ordering("steps", both("Steps", "단계"), dict(sorted(labelled.items())), names)],
        worked=told,
        facts={"needs": {name: list(step[:2]) for name, step in sorted(zip(names, steps, strict=True))}},
    )


def whose_step(rng: random.Random) -> Question:
    """Return four steps: part of classical machine learning, of deep learning, or of both?"""
    drawn = [(name.split()[0], entry) for name, entry in spread(rng, STEPS)]
    return sorted_out(
        "whose-step",
        drawn,
        [both(en, ko) for _, (_, en, ko) in drawn],
        both(
            "Two teams build systems that learn from examples: one by classical machine learning with hand-made features, "
            "one by deep learning on raw inputs. To whose work does each step belong?",
            "두 팀이 예제에서 배우는 시스템을 만듭니다. 한 팀은 손으로 만든 특성을 쓰는 전통적 머신러닝으로, 다른 팀은 가공하지 않은 "
            "입력을 쓰는 딥러닝으로 만듭니다. 다음 단계는 어느 쪽의 일입니까?",
        ),
        both("Belongs to", "해당하는 쪽"),
        SIDES,
    )


def fits(rng: random.Random) -> Question:
    """Return a situation: which way fits, and what decides it?"""
    why, data, en, ko = rng.choice(SITUATIONS)
    fitting = REASONS[why][0]
    own = [name for name in REASONS if name != why and REASONS[name][0] == fitting]
    others = [name for name in REASONS if REASONS[name][0] != fitting]
    names = {why, rng.choice(own), *rng.sample(others, 2)}
    reasons = {name: both(*REASONS[name][1:]) for name in sorted(names)}
    return Question(
        "fits",
        prompt=both(
            f"{en}\n\nWhat would you try first, and why?",
            f"{ko}\n\n무엇부터 시도하겠습니까? 이유는 무엇입니까?",
        ),
        fields=[
            choice("way", both("Try first", "먼저 시도할 방법"), FITTING, fitting),
            choice("why", both("What decides it", "결정하는 이유"), shuffled(rng, reasons), why),
        ],
        worked=both(
            f"Only one of the reasons is true of this situation.\n\n{reasons[why]['en']} So try "
            f"{FITTING[fitting]['en']} first.",
            f"이 상황에 맞는 이유는 하나뿐입니다.\n\n{reasons[why]['ko']} 그러므로 먼저 시도할 방법은 "
            f"{FITTING[fitting]['ko']}입니다.",
        ),
        facts={"data": data, "offered": sorted(names)},
    )


def circles(rng: random.Random) -> Question:
    """Return statements about the three fields, of which some are true."""
    true, false = ([each for each in STATEMENTS if each[0] is truth] for truth in (True, False))
    count = rng.choice([1, 2, 2, 3])
    drawn = rng.sample(rng.sample(true, count) + rng.sample(false, 4 - count), 4)
    options = {letter: both(en, ko) for letter, (_, _, en, ko) in zip(LETTERS, drawn, strict=True)}
    right = [letter for letter, each in zip(LETTERS, drawn, strict=True) if each[0]]
    return Question(
        "circles",
        prompt=both(
            "Deep learning (DL) lies within machine learning (ML), and that within artificial intelligence (AI); each field holds "
            "more than the one inside it. Which statements are true?",
            "딥러닝(DL)은 머신러닝(ML)에, 머신러닝은 인공지능(AI)에 들어 있고, 밖의 분야가 안의 분야보다 언제나 넓습니다. "
            "옳은 문장을 모두 고르세요.",
        ),
        fields=[several("true", both("True statements", "옳은 문장"), options, right)],
        worked={
            lang: "AI ⊃ ML ⊃ DL\n\n" + "\n".join(f"- {options[letter][lang]}" for letter in right)
            for lang in ("en", "ko")
        },
        facts={"claims": {letter: each[1] for letter, each in zip(LETTERS, drawn, strict=True)}},
    )  # fmt: skip


def smallest(rng: random.Random) -> Question:
    """Return four methods, each to be put into the smallest field that holds it."""
    drawn = spread(rng, METHODS)
    return sorted_out(
        "smallest",
        drawn,
        [both(en, ko) for _, (en, ko) in drawn],
        both(
            "Put each method into the smallest of the fields AI, ML and DL that holds it.",
            "다음 방법은 AI, ML, DL 가운데 어디에 속합니까? 가장 좁은 분야를 고르세요.",
        ),
        both("Field", "분야"),
        FIELDS,
    )
