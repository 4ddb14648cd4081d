"""What is said about an answer that cannot be read as one, and about quizzes that cannot be asked."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "quiz.empty": Phrase("There is no answer yet.", "아직 답이 없습니다."),
    "quiz.unchosen": Phrase("Nothing is chosen yet.", "아직 고르지 않았습니다."),
    "quiz.not_text": Phrase("Write the answer as text.", "답을 글자로 쓰세요."),
    "quiz.too_long": Phrase("Write at most {most} characters.", "{most}자 이내로 쓰세요."),
    "quiz.not_a_number": Phrase(
        "“{answer}” is not a number. Write one such as 12, 0.25, 3/4 or 1e-3.",
        "“{answer}”: 숫자가 아닙니다. 12, 0.25, 3/4, 1e-3처럼 쓰세요.",
    ),
    "quiz.decimal_comma": Phrase(
        "“{answer}” can be read in two ways. Write decimals with a point, as in 0.5; a comma only groups "
        "thousands, as in 1,000.",
        "“{answer}”: 두 가지로 읽힙니다. 소수점은 0.5처럼 마침표로 쓰세요. 쉼표는 1,000처럼 세 자리를 "
        "끊을 때만 씁니다.",
    ),
    "quiz.beyond": Phrase(
        "“{answer}” is larger or smaller than any number asked for here. Check its exponent.",
        "“{answer}”: 여기서 묻는 수의 범위를 벗어납니다. 지수를 확인하세요.",
    ),
    "quiz.by_zero": Phrase("“{answer}” divides by zero.", "“{answer}”: 0으로 나눌 수 없습니다."),
    "quiz.other_unit": Phrase(
        "“{unit}” is not a unit of this answer. Write the number alone or with: {right}.",
        "“{unit}”: 이 답의 단위가 아닙니다. 숫자만 쓰거나 다음 단위를 붙이세요: {right}.",
    ),
    "quiz.percent": Phrase(
        "A percentage is not read here. Write a share of 1, such as 0.75 or 3/4 for 75%.",
        "백분율로는 읽지 않습니다. 75%라면 0.75나 3/4처럼 쓰세요.",
    ),
    "quiz.no_unit": Phrase("Write the number alone, without “{unit}”.", "“{unit}” 없이 숫자만 쓰세요."),
    "quiz.not_offered": Phrase("“{answer}” is none of the options.", "“{answer}”: 보기에 없는 답입니다."),
    "quiz.placed_twice": Phrase(
        "“{option}” stands in more than one place. Each option goes in exactly one.",
        "“{option}”: 두 곳 이상에 들어 있습니다. 보기마다 한 자리에만 넣으세요.",
    ),
    "bundle.only_quiz": Phrase("Only a quiz has this file.", "퀴즈에만 쓰는 파일입니다."),
    "bundle.only_quiz.cure": Phrase('Remove it, or set kind = "quiz".', '지우거나 kind = "quiz"로 바꾸세요.'),
    "bundle.quiz_count": Phrase(
        "A quiz file has from 1 to {most} questions.", "퀴즈 파일의 문항은 1개에서 {most}개까지입니다."
    ),
    "bundle.quiz_count.cure": Phrase("Add or remove [[questions]].", "[[questions]]를 추가하거나 지우세요."),
    "bundle.quiz_twice": Phrase("Another question is called {name}.", "{name}: 같은 이름의 문항이 있습니다."),
    "bundle.quiz_twice.cure": Phrase("Give each question an id of its own.", "문항마다 다른 id를 붙이세요."),
    "bundle.quiz_refused": Phrase(
        "This cannot be asked: {error}.", "이대로는 문항을 낼 수 없습니다: {error}."
    ),
    "bundle.quiz_refused.cure": Phrase(
        "Correct it; docs/exercise-format.md describes each kind of answer and figure.",
        "고치세요. 답과 그림의 종류는 docs/exercise-format.md에 설명되어 있습니다.",
    ),
    "bundle.questions_undrawn": Phrase(
        "Generated questions are listed, and nothing generates them.",
        "생성하는 문항의 목록은 있지만 문항을 생성하는 파일이 없습니다.",
    ),
    "bundle.questions_undrawn.cure": Phrase(
        "Add variants.py, or remove questions; quiz.toml names its own.",
        "variants.py를 추가하거나 questions를 지우세요. quiz.toml의 문항은 목록에 쓰지 않습니다.",
    ),
    "bundle.variant_unlisted": Phrase(
        "Question {name} is not listed ({times} variants).",
        "{name}: 목록에 없는 문항입니다(변형 {times}개).",
    ),
    "bundle.variant_unlisted.cure": Phrase(
        "Add it to questions in exercise.toml.", "exercise.toml의 questions에 추가하세요."
    ),
    "bundle.variant_never": Phrase(
        "No variant asks question {name}.", "{name}: 이 문항을 묻는 변형이 없습니다."
    ),
    "bundle.variant_never.cure": Phrase(
        "Remove it from questions in exercise.toml, or let variants.py draw it more often.",
        "exercise.toml의 questions에서 지우거나 variants.py가 더 자주 뽑게 하세요.",
    ),
}
