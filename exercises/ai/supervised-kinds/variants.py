"""Variants of supervised-kinds: tasks from a pool, told by what is predicted, from what, and how one measures it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from graders.quiz import Question, both, choice, decimal, exact, matching, number, several

KINDS = {
    "number": both("regression", "회귀"),
    "two": both("binary classification", "이진 분류"),
    "many": both("multi-class classification", "다중 클래스 분류"),
    "labels": both("multi-label classification", "다중 레이블 분류"),
}
REASONS = {
    "number": both("the target is a quantity", "타깃이 양입니다"),
    "two": both("the target is one of two classes", "타깃이 두 클래스 가운데 하나입니다"),
    "many": both("the target is exactly one of several classes", "타깃이 여러 클래스 가운데 꼭 하나입니다"),
    "labels": both("several labels may hold at once", "여러 레이블이 동시에 붙을 수 있습니다"),
}
BROAD = {"regression": both("regression", "회귀"), "classification": both("classification", "분류")}


@dataclass(frozen=True)
class Task:
    """What is predicted, from what, and of which kind that is."""

    name: str
    kind: str
    target: dict[str, str]
    first: dict[str, str]
    second: dict[str, str]

    @property
    def broad(self) -> str:
        """Classification or regression."""
        return "regression" if self.kind == "number" else "classification"

    def told(self) -> dict[str, str]:
        """Return the task as one sentence."""
        return both(
            f"From {self.first['en']} and {self.second['en']}, predict {self.target['en']}.",
            f"예측할 것: **{self.target['ko']}** · 특성: {self.first['ko']}, {self.second['ko']}",
        )


def task(row: str) -> Task:
    """Return the task that a line of the pool describes."""
    name, kind, *parts = (part.strip() for part in row.split("|"))
    return Task(name, kind, *(both(*(side.strip() for side in part.split(" / "))) for part in parts))


#: name | kind | target | two features, each in English / Korean
TASKS = tuple(map(task, """
rent | number | the monthly rent of a flat in 10,000 won / 방의 월세(만 원) | its floor area / 방의 넓이 | the distance to the station / 역까지의 거리
heat | number | tomorrow's highest temperature in °C / 내일의 최고 기온(°C) | today's air pressure / 오늘의 기압 | today's humidity / 오늘의 습도
ride | number | how many minutes a bus ride will take / 버스가 걸리는 시간(분) | the time of departure / 출발 시각 | the rainfall / 강수량
power | number | the electricity a household will use tomorrow in kWh / 가정의 내일 전력 사용량(kWh) | the outdoor temperature / 바깥 기온 | the number of residents / 거주 인원
calf | number | the weight of a calf in kg / 송아지의 몸무게(kg) | its body length / 몸길이 | the girth of its chest / 가슴둘레
car | number | the price of a used car in won / 중고차의 가격(원) | its mileage / 주행 거리 | the year it was made / 생산 연도
cafe | number | the revenue of a café tomorrow in won / 카페의 내일 매출액(원) | the day of the week / 요일 | the weather forecast / 일기 예보
battery | number | how many hours a battery will last / 배터리가 버티는 시간(시간 단위) | the brightness of the screen / 화면 밝기 | the number of open programs / 실행 중인 프로그램 수
pressure | number | the blood pressure of a patient in mmHg / 환자의 혈압(mmHg) | the patient's age / 환자의 나이 | the patient's weight / 환자의 몸무게
rice | number | the harvest of a rice field in kg / 논의 쌀 수확량(kg) | the amount of fertiliser / 비료의 양 | the hours of sunshine / 일조 시간
parcel | number | how many hours a parcel will be on its way / 소포가 도착하기까지 걸리는 시간(시간 단위) | the distance / 거리 | the weight of the parcel / 소포의 무게
dust | number | tomorrow's concentration of fine dust in µg/m³ / 내일의 미세 먼지 농도(µg/m³) | today's wind speed / 오늘의 풍속 | today's concentration / 오늘의 농도
tree | number | the height of a tree in metres / 나무의 키(m) | an aerial photo of its crown / 위에서 찍은 나무 사진 | the girth of its trunk / 줄기 둘레
spam | two | whether a mail is spam or not / 메일이 스팸인지 아닌지 | the number of links in it / 메일 속 링크의 수 | the words of its subject line / 제목의 낱말
fraud | two | whether a payment is fraud or genuine / 결제가 사기인지 정상인지 | the amount paid / 결제 금액 | the country of the shop / 상점이 있는 나라
tumour | two | whether a tumour is benign or malignant / 종양이 양성인지 악성인지 | its diameter in mm / 종양의 지름(mm) | the roughness of its edge / 가장자리의 거친 정도
cancel | two | whether a customer will cancel next month or stay / 고객이 다음 달에 해지할지 남을지 | the months of the contract so far / 지금까지의 계약 개월 수 | the number of complaints / 불만 접수 횟수
part | two | whether a part passes inspection or fails / 부품이 검사에서 합격인지 불합격인지 | the length of the longest scratch / 가장 긴 흠집의 길이 | a photo of the part / 부품 사진
rain | two | whether it will rain tomorrow or not / 내일 비가 올지 안 올지 | today's air pressure / 오늘의 기압 | today's humidity / 오늘의 습도
exam | two | whether a student will pass or fail / 학생이 합격할지 불합격할지 | the hours of study / 공부한 시간 | the number of absences / 결석 횟수
mushroom | two | whether a mushroom is edible or poisonous / 버섯이 식용인지 독버섯인지 | the width of its cap / 갓의 너비 | the colour of its gills / 주름살의 색
digit | many | which of the ten digits was written / 열 개의 숫자 가운데 어느 것을 썼는지 | the brightness of each pixel / 픽셀마다의 밝기 | the number of strokes / 획의 수
iris | many | to which of three species an iris belongs / 붓꽃이 세 품종 가운데 어느 것인지 | the length of a petal in cm / 꽃잎의 길이(cm) | the width of a petal in cm / 꽃잎의 너비(cm)
language | many | in which one of five languages a text is written / 글이 다섯 언어 가운데 어느 하나로 쓰였는지 | the frequency of each letter / 글자마다의 빈도 | the mean length of a word / 낱말의 평균 길이
motion | many | whether somebody stands, walks or climbs stairs / 서 있는지, 걷는지, 계단을 오르는지 | the acceleration of a telephone / 휴대 전화의 가속도 | the number of steps per minute / 분당 걸음 수
waste | many | whether a piece of waste is paper, glass, metal or plastic / 쓰레기가 종이, 유리, 금속, 플라스틱 가운데 무엇인지 | its weight in g / 무게(g) | how much light it reflects / 빛을 반사하는 정도
sign | many | which one of 43 road signs a picture shows / 사진의 표지판이 43종 가운데 어느 것인지 | the colours of the sign / 표지판의 색 | the number of its corners / 모서리의 수
office | many | to which one of four departments an enquiry belongs / 문의가 네 부서 가운데 어느 한 곳의 일인지 | the words of the enquiry / 문의에 쓰인 낱말 | the length of the enquiry / 문의의 길이
bird | many | which one of twelve species a recorded bird is / 녹음된 새가 열두 종 가운데 어느 것인지 | the pitch of its song / 울음소리의 높이 | the length of its song / 울음소리의 길이
photo | labels | which of sea, mountain, person and car a photo shows, several or none of them / 바다, 산, 사람, 자동차 가운데 사진에 있는 것 모두(없을 수도 있음) | the colours of the photo / 사진의 색 | the place it was taken / 찍은 장소
film | labels | all genres that apply to a film, often several / 영화에 해당하는 장르 모두(흔히 여럿) | the length of the film / 상영 시간 | the words of its summary / 줄거리의 낱말
news | labels | all topics an article deals with, one or several / 기사가 다루는 주제 모두(하나 또는 여럿) | the words of the article / 기사의 낱말 | the day it appeared / 실린 날짜
lungs | labels | which of 14 findings a chest X-ray shows, several or none of them / 흉부 엑스선 사진에 보이는 소견 14가지 가운데 해당하는 것 모두(없을 수도 있음) | the X-ray picture / 엑스선 사진 | the patient's age / 환자의 나이
band | labels | all instruments that play in a recording, usually several / 녹음에서 연주되는 악기 모두(보통 여럿) | the loudness of each pitch / 음높이마다의 세기 | the length of the recording / 녹음 길이
food | labels | all allergens that a dish contains, several or none of them / 음식에 든 알레르기 유발 물질 모두(없을 수도 있음) | the list of ingredients / 재료 목록 | the way it is prepared / 조리 방법
comment | labels | which of insult, threat and advertising a comment contains, several or none of them / 모욕, 협박, 광고 가운데 댓글에 있는 것 모두(없을 수도 있음) | the words of the comment / 댓글의 낱말 | the hour it was written / 쓴 시각
""".strip().splitlines()))  # fmt: skip
#: what a model puts out, and so predicts
MODELS = (
    ("logistic", "classification", both("logistic regression", "로지스틱 회귀")),
    ("linear", "regression", both("linear regression, fitted by least squares", "최소제곱법으로 맞춘 선형 회귀")),
    ("knn-vote", "classification", both("k-nearest neighbours that take a majority vote", "다수결로 정하는 k-최근접 이웃")),
    ("knn-mean", "regression", both("k-nearest neighbours whose targets are averaged", "이웃의 타깃을 평균하는 k-최근접 이웃")),
    ("tree-vote", "classification", both("a decision tree whose leaves hold the commonest class", "잎마다 가장 많은 클래스를 둔 결정 트리")),
    ("tree-mean", "regression", both("a decision tree whose leaves hold the mean of their targets", "잎마다 타깃의 평균을 둔 결정 트리")),
    ("softmax", "classification", both("a network with a softmax output and the cross-entropy as its loss", "출력이 소프트맥스이고 손실이 교차 엔트로피인 신경망")),
    ("one-unit", "regression", both("a network with one linear output and the mean squared error as its loss", "선형 출력이 하나이고 손실이 평균 제곱 오차인 신경망")),
    ("margin", "classification", both("a support vector machine that separates two groups by a margin", "두 무리를 마진으로 가르는 서포트 벡터 머신")),
    ("polynomial", "regression", both("a least-squares fit with the features x and x²", "특성 x와 x²으로 맞춘 최소제곱 모델")),
)  # fmt: skip
#: numbers that become classes: task, unit, range, names of the classes
LIMITS = (
    ("ride", both("minutes", "분"), (20, 60), ("short", "middling", "long"), ("짧음", "보통", "김")),
    ("heat", both("°C", "°C"), (5, 30), ("cold", "mild", "hot"), ("추움", "온화", "더움")),
    ("power", both("kWh", "kWh"), (6, 20), ("low", "medium", "high"), ("적음", "중간", "많음")),
    ("dust", both("µg/m³", "µg/m³"), (20, 80), ("good", "moderate", "bad"), ("좋음", "보통", "나쁨")),
    ("parcel", both("hours", "시간"), (12, 60), ("fast", "usual", "slow"), ("빠름", "보통", "느림")),
)
#: tasks whose targets may be any number from twenty to sixty, and absolute differences whose squares have a whole root of their mean
TENS = ("rent", "ride", "calf", "parcel", "dust")
ERRORS = ((1, 1, 3, 5), (1, 1, 7, 7), (1, 5, 5, 7), (0, 0, 0, 4), (0, 0, 0, 6), (2, 2, 6, 10), (2, 2, 2, 2))


def generate(rng: random.Random) -> Question:
    """Return one question about what is predicted."""
    return rng.choice([kinds, kinds, classes, classes, columns, measure, models, thresholds])(rng)


def pick(rng: random.Random, *wanted: str) -> list[Task]:
    """Return tasks of these kinds, none twice, in any order."""
    found: list[Task] = []
    for kind in wanted:
        found.append(rng.choice([each for each in TASKS if each.kind == kind and each not in found]))
    rng.shuffle(found)
    return found


def lettered(tasks: list[Task], lang: str) -> str:
    """Return the tasks as a list, named by letters."""
    return "\n".join(
        f"- **{letter}**: {each.told()[lang]}" for letter, each in zip("ABCDE", tasks, strict=False)
    )


def explained(tasks: list[Task], names: list[dict[str, str]], lang: str) -> str:
    """Return for each task its kind and why."""
    return "\n".join(
        f"- {letter}: {name[lang]} ({REASONS[each.kind][lang]})"
        for letter, each, name in zip("ABCDE", tasks, names, strict=False)
    )


def matched(name: str, tasks: list[Task], prompt: dict[str, str], options, keys: list[str]) -> Question:
    """Return tasks that are to be matched with kinds."""
    letters = list("ABCDE"[: len(tasks)])
    shown = [options[key] for key in keys]
    return Question(
        name,
        prompt={lang: f"{prompt[lang]}\n\n{lettered(tasks, lang)}" for lang in ("en", "ko")},
        fields=[
            matching(
                "kind",
                both("Kind of task", "과제의 종류"),
                {letter: letter for letter in letters},
                options,
                dict(zip(letters, keys, strict=True)),
            )
        ],
        worked={
            "en": f"Look at what is predicted; the features do not matter.\n\n{explained(tasks, shown, 'en')}",
            "ko": f"무엇을 예측하는지 보세요. 특성은 상관없습니다.\n\n{explained(tasks, shown, 'ko')}",
        },
        facts={"tasks": [each.name for each in tasks]},
    )


def kinds(rng: random.Random) -> Question:
    """Return five tasks: classification or regression?"""
    numbers = rng.choice([2, 3])
    rest = rng.sample(["two", "two", "many", "labels"], 5 - numbers)
    tasks = pick(rng, *["number"] * numbers, *rest)
    told = both("Is it classification or regression?", "분류입니까, 회귀입니까?")
    return matched("kinds", tasks, told, BROAD, [each.broad for each in tasks])


def classes(rng: random.Random) -> Question:
    """Return four or five tasks to be told apart more finely."""
    tasks = pick(rng, *KINDS, *rng.sample(list(KINDS), rng.choice([0, 1])))
    told = both("Of which kind is each task?", "과제마다 어느 종류입니까?")
    return matched("classes", tasks, told, KINDS, [each.kind for each in tasks])


def columns(rng: random.Random) -> Question:
    """Return a task with its columns in any order; target, features and kind are asked."""
    (asked,) = pick(rng, rng.choice(list(KINDS)))
    parts = {"target": asked.target, "first": asked.first, "second": asked.second}
    names = dict(zip(rng.sample(list(parts), 3), "abc", strict=True))
    options = {names[part]: text for part, text in sorted(parts.items(), key=lambda pair: names[pair[0]])}
    features = sorted([names["first"], names["second"]])
    goal = both(
        f"Later on, only {asked.first['en']} and {asked.second['en']} will be known; the model has to tell the rest.",
        f"나중에 아는 것은 {asked.first['ko']}, {asked.second['ko']}뿐이고, 나머지 하나를 모델이 알려 주어야 합니다.",
    )
    told = {lang: " / ".join(parts[part][lang] for part in ("first", "second")) for lang in ("en", "ko")}
    return Question(
        "columns",
        prompt={
            "en": f"A training set has three columns. {goal['en']}",
            "ko": f"훈련 세트에 열이 세 개 있습니다. {goal['ko']}",
        },
        fields=[
            choice("target", both("The target", "타깃"), options, names["target"]),
            several("features", both("The features", "특성"), options, features),
            choice("kind", both("Kind of task", "과제의 종류"), KINDS, asked.kind),
        ],
        worked={
            "en": f"What has to be told is the target, what is known by then are the features.\n\n- target: {asked.target['en']}\n"
            f"- features: {told['en']}\n- {KINDS[asked.kind]['en']}: {REASONS[asked.kind]['en']}",
            "ko": f"알아내야 하는 것이 타깃이고, 그때 이미 아는 것이 특성입니다.\n\n- 타깃: {asked.target['ko']}\n"
            f"- 특성: {told['ko']}\n- {KINDS[asked.kind]['ko']}: {REASONS[asked.kind]['ko']}",
        },
        facts={"tasks": [asked.name], "names": names},
    )  # fmt: skip


def measure(rng: random.Random) -> Question:
    """Return predictions for a task; which measure fits, and what is it?"""
    kind = rng.choice(["number", "two", "many"])
    asked = rng.choice(
        [each for each in TASKS if each.kind == kind and (kind != "number" or each.name in TENS)]
    )
    if kind == "number":
        key, errors, note = "rmse", list(rng.choice(ERRORS)), both("", "")
        rng.shuffle(errors)
        truth: list[int] | list[str] = [rng.randint(20, 60) for _ in errors]
        guesses: list[int] | list[str] = [
            y + rng.choice([-1, 1]) * error for y, error in zip(truth, errors, strict=True)
        ]
        value = Fraction(int((sum(error**2 for error in errors) // 4) ** 0.5))
        terms = " + ".join(f"{error}^2" for error in errors)
        sum_of = sum(error**2 for error in errors)
        formula = rf"\sqrt{{\frac{{{terms}}}{{4}}}} = \sqrt{{\frac{{{sum_of}}}{{4}}}} = {decimal(value)}"
    else:
        key, names = "accuracy", "PQ" if kind == "two" else "PQR"
        note = both(
            f" The classes are written {', '.join(names)}.", f" 클래스는 {', '.join(names)}로 적었습니다."
        )
        truth = [rng.choice(names) for _ in range(5)]
        wrong = rng.sample(range(5), rng.choice([1, 2, 3]))
        guesses = [
            rng.choice([name for name in names if name != y]) if place in wrong else y
            for place, y in enumerate(truth)
        ]
        value = Fraction(5 - len(wrong), 5)
        formula = rf"\frac{{{5 - len(wrong)}}}{{5}} = {decimal(value)}"
    options = {"accuracy": both("accuracy", "정확도"), "rmse": both("RMSE", "RMSE")}
    why = {
        "accuracy": both(
            "A class is right or wrong, and between classes there are no differences to square.",
            "클래스는 맞거나 틀릴 뿐이고, 클래스끼리는 뺄 수 없어서 제곱할 차이가 없습니다.",
        ),
        "rmse": both(
            "The target is a quantity that is hardly ever met exactly, so one measures how far off it was.",
            "타깃이 양이어서 정확히 맞히는 일이 드뭅니다. 그래서 얼마나 빗나갔는지 잽니다.",
        ),
    }
    rows = [" | ".join(map(str, each)) for each in (truth, guesses)]
    head = (
        f"| | {' | '.join(str(place) for place in range(1, len(truth) + 1))} |\n|{'---|' * (len(truth) + 1)}"
    )
    return Question(
        "measure",
        prompt={
            "en": f"{asked.told()['en']}\n\nA model was tested.{note['en']}\n\n{head}\n| true | {rows[0]} |\n| predicted | {rows[1]} |\n\n"
            "Which measure fits this task, and what is it here?",
            "ko": f"{asked.told()['ko']}\n\n모델을 시험한 결과는 다음과 같습니다.{note['ko']}\n\n{head}\n| 실제 | {rows[0]} |\n| 예측 | {rows[1]} |\n\n"
            "이 과제에 알맞은 지표는 무엇이고, 그 값은 얼마입니까?",
        },
        fields=[
            choice("measure", both("Measure", "지표"), options, key),
            number("value", both("Its value", "값"), exact(value), tolerance=0.001),
        ],
        worked={
            lang: f"{why[key][lang]}\n\n{options[key][lang]}: ${formula}$"
            for lang in ("en", "ko")
        },
        facts={"tasks": [asked.name], "truth": truth, "guesses": guesses},
    )  # fmt: skip


def models(rng: random.Random) -> Question:
    """Return four models: does each predict a class or a number? Logistic regression is mostly among them."""
    rest = [each for each in MODELS if each[0] != "logistic"]
    while True:
        drawn = rng.sample(rest, 3) + [MODELS[0] if rng.random() < 0.6 else rng.choice(rest)]
        broad = [each[1] for each in drawn]
        if len({each[0] for each in drawn}) == 4 and min(map(broad.count, BROAD)) > 0:
            break
    rng.shuffle(drawn)
    lines = {
        lang: "\n".join(f"- {shown[lang]}: {BROAD[key][lang]}" for _, key, shown in drawn)
        for lang in ("en", "ko")
    }
    return Question(
        "models",
        prompt=both("What is each model made for?", "모델마다 어디에 씁니까?"),
        fields=[
            matching(
                "model",
                both("Model", "모델"),
                {name: shown for name, _, shown in drawn},
                BROAD,
                {name: key for name, key, _ in drawn},
            )
        ],
        worked={
            "en": "Votes, commonest classes, margins between groups and softmax probabilities lead to a class; means and unbounded outputs are "
            f"numbers. Logistic regression computes the probability of a class, whatever its name says.\n\n{lines['en']}",
            "ko": "다수결, 가장 많은 클래스, 무리 사이의 마진, 소프트맥스 확률은 클래스로 이어지고, 평균이나 제한 없는 출력은 수입니다. "
            f"로지스틱 회귀는 이름과 달리 클래스의 확률을 계산합니다.\n\n{lines['ko']}",
        },
        facts={"models": [each[0] for each in drawn]},
    )  # fmt: skip


def thresholds(rng: random.Random) -> Question:
    """Return a number that is cut into two or three classes; kinds before and after, and one case, are asked."""
    name, unit, (low, high), english, korean = rng.choice(LIMITS)
    asked = next(each for each in TASKS if each.name == name)
    count = rng.choice([2, 3])
    cuts = sorted(rng.sample(range(low, high + 1, 5 if high > 30 else 2), count - 1))
    ends = (0, 2) if count == 2 else (0, 1, 2)
    labels = [both(english[place], korean[place]) for place in ends]
    value = rng.choice([each for each in range(low - 4, high + 9) if each not in cuts])
    place = sum(value > cut for cut in cuts)
    options = {f"class{number_}": label for number_, label in enumerate(labels)}
    after = "two" if count == 2 else "many"
    steps = list(zip(cuts, cuts[1:]))
    own = {
        lang: unit[lang] if unit[lang][0] == "°" or lang == "ko" else f" {unit[lang]}"
        for lang in ("en", "ko")
    }
    en, ko = own["en"], own["ko"]
    rules = {
        "en": [
            f"up to {cuts[0]}{en}",
            *(f"above {a}{en}, up to {b}{en}" for a, b in steps),
            f"above {cuts[-1]}{en}",
        ],
        "ko": [
            f"{cuts[0]}{ko} 이하",
            *(f"{a}{ko} 초과 {b}{ko} 이하" for a, b in steps),
            f"{cuts[-1]}{ko} 초과",
        ],
    }
    told = {
        lang: ", ".join(f"“{label[lang]}” ({rule})" for label, rule in zip(labels, rules[lang], strict=True))
        for lang in ("en", "ko")
    }
    return Question(
        "thresholds",
        prompt={
            "en": f"{asked.told()['en']}\n\nSomebody finds the number more exact than needed and replaces it in the training data by "
            f"one of these: {told['en']}. A new model is trained to predict that.",
            "ko": f"{asked.told()['ko']}\n\n이렇게 정확한 수까지는 필요하지 않아서 훈련 데이터의 수를 다음 가운데 하나로 바꾸었습니다: "
            f"{told['ko']}. 그리고 이것을 예측하는 모델을 새로 훈련합니다.",
        },
        fields=[
            choice("before", both("Kind of task before", "바꾸기 전 과제의 종류"), KINDS, "number"),
            choice("after", both("Kind of task after", "바꾼 뒤 과제의 종류"), KINDS, after),
            choice("class", both(f"The target for {value}{en}", f"{value}{ko}일 때의 타깃"), options, f"class{place}"),
        ],
        worked={
            "en": f"Before, differences of targets were amounts; after, a prediction is right or wrong, and how far off it was is lost.\n\n"
            f"- before: {KINDS['number']['en']}\n- after: {KINDS[after]['en']}, with {count} classes\n- {value} is {rules['en'][place]}: {labels[place]['en']}",
            "ko": f"바꾸기 전에는 타깃의 차이가 양이었습니다. 바꾼 뒤에는 예측이 맞거나 틀릴 뿐, 얼마나 빗나갔는지는 알 수 없습니다.\n\n"
            f"- 바꾸기 전: {KINDS['number']['ko']}\n- 바꾼 뒤: {KINDS[after]['ko']}, 클래스 {count}개\n- {value}: {rules['ko'][place]}이므로 {labels[place]['ko']}",
        },
        facts={"tasks": [name], "cuts": cuts, "value": value},
    )  # fmt: skip
