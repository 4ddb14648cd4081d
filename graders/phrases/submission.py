"""What the submission did: its exceptions, missing names, wrong signatures, results that cannot be sent."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "submission.raised": Phrase(
        "Your code raised {type}: {message}", "제출 코드에서 {type} 예외가 발생했습니다: {message}"
    ),
    "submission.raised_wordless": Phrase(
        "Your code raised {type}, without a message.",
        "제출 코드에서 {type} 예외가 발생했습니다(메시지 없음).",
    ),
    "submission.at": Phrase(
        "    {file}, line {line}, in {function}: {source}", "    {file} {line}번째 줄, {function}: {source}"
    ),
    "submission.compile": Phrase(
        "Your code does not compile: {message} ({file}, line {line})",
        "코드를 컴파일할 수 없습니다: {message} ({file} {line}번째 줄)",
    ),
    "submission.source": Phrase("    {source}", "    {source}"),
    "submission.import": Phrase(
        "Your file could not be imported. {type}: {message}",
        "파일을 불러오는 중 {type} 예외가 발생했습니다: {message}",
    ),
    "submission.import_wordless": Phrase(
        "Your file could not be imported. It raised {type}, without a message.",
        "파일을 불러오는 중 {type} 예외가 발생했습니다(메시지 없음).",
    ),
    "submission.missing": Phrase(
        "{owner} has no {name}. It has: {names}.", "{owner} 안에 {name} 이름이 없습니다. 있는 이름: {names}."
    ),
    "submission.missing_all": Phrase(
        "{owner} has no {name}; it defines no public name at all.",
        "{owner} 안에 {name} 이름이 없습니다. 공개된 이름이 하나도 없습니다.",
    ),
    "submission.similar": Phrase("Did you mean {name}?", "혹시 {name} 아닌가요?"),
    "submission.signature": Phrase(
        "{name}{signature} cannot be called this way: {message}.",
        "{name}{signature} 함수를 이렇게 호출할 수 없습니다: {message}.",
    ),
    "submission.not_callable": Phrase(
        "{name} is {type}, not something that can be called.", "{name}: 호출할 수 없는 {type} 값입니다."
    ),
    "submission.not_callable_object": Phrase(
        "An object of class {type} cannot be called.", "{type} 클래스의 객체는 호출할 수 없습니다."
    ),
    "submission.exit": Phrase(
        "Your code ended the program ({type}: {message}); a submission must return to its caller.",
        "제출 코드가 프로그램을 끝냈습니다({type}: {message}). 함수는 호출한 쪽으로 돌아와야 합니다.",
    ),
    "submission.exit_wordless": Phrase(
        "Your code ended the program ({type}); a submission must return to its caller.",
        "제출 코드가 프로그램을 끝냈습니다({type}). 함수는 호출한 쪽으로 돌아와야 합니다.",
    ),
    "submission.memory": Phrase(
        "Memory limit: your code ran out of the {limit} MiB it may use ({type}).",
        "메모리 제한 초과: 허용된 {limit} MiB를 모두 썼습니다({type}).",
    ),
    "submission.allocation": Phrase(
        "Memory limit: your code asked for {asked} MiB at once; {limit} MiB are allowed in all.",
        "메모리 제한 초과: 한 번에 {asked} MiB를 요청했습니다. 허용된 메모리는 모두 {limit} MiB입니다.",
    ),
    "submission.gpu_memory": Phrase(
        "GPU memory limit: your code ran out of the {limit} MiB it may use ({type}).",
        "GPU 메모리 제한 초과: 허용된 {limit} MiB를 모두 썼습니다({type}).",
    ),
    "submission.gpu_allocation": Phrase(
        "GPU memory limit: your code asked for {asked} MiB at once; {limit} MiB are allowed in all.",
        "GPU 메모리 제한 초과: 한 번에 {asked} MiB를 요청했습니다. "
        "허용된 GPU 메모리는 모두 {limit} MiB입니다.",
    ),
    "submission.recursion": Phrase(
        "Your code calls itself too deeply ({message}).", "재귀 호출이 너무 깊습니다({message})."
    ),
    "submission.unrepresentable": Phrase(
        "The result cannot be handed over: {message}.", "결과를 전달할 수 없습니다: {message}."
    ),
    "submission.unrepresentable_deep": Phrase(
        "The result cannot be handed over: it is nested more than {message} levels deep, or contains itself.",
        "결과를 전달할 수 없습니다: {message}단계보다 깊게 중첩되었거나 자기 자신을 담고 있습니다.",
    ),
    "submission.unrepresentable_keys": Phrase(
        "The result cannot be handed over: it holds a dict of {message} keys, which are too many.",
        "결과를 전달할 수 없습니다: 키가 {message}개인 dict가 있습니다. 너무 많습니다.",
    ),
    "submission.unrepresentable_key": Phrase(
        "The result cannot be handed over: it holds a dict with a key of type {message}.",
        "결과를 전달할 수 없습니다: 키의 자료형이 {message}인 dict가 있습니다.",
    ),
    "submission.unrepresentable_bits": Phrase(
        "The result cannot be handed over: it holds an integer of {message} bits, which is too large.",
        "결과를 전달할 수 없습니다: {message}비트짜리 정수가 있습니다. 너무 큽니다.",
    ),
    "submission.unrepresentable_objects": Phrase(
        "The result cannot be handed over: more than {message} of your objects are in use.",
        "결과를 전달할 수 없습니다: 사용 중인 객체가 {message}개를 넘었습니다.",
    ),
    "submission.unrepresentable_large": Phrase(
        "The result cannot be handed over: it is too large ({message}).",
        "결과를 전달할 수 없습니다: 너무 큽니다({message}).",
    ),
    "submission.uncountable": Phrase(
        "len() of the result is no number that a length can be.",
        "결과의 len()이 길이로 쓸 수 있는 수가 아닙니다.",
    ),
    "submission.endless": Phrase(
        "Going through the result did not end after {count} items.",
        "결과를 {count}개까지 순회해도 끝나지 않습니다.",
    ),
    "submission.gradients": Phrase(
        "The gradients came back in another form than a backward pass gives.",
        "기울기가 역전파로 나올 수 없는 형태입니다.",
    ),
    "submission.detached": Phrase(
        "The result of {name} has no gradient: it was detached from the computation.",
        "{name}: 결과가 계산 그래프에서 떨어져 있어 기울기를 구할 수 없습니다.",
    ),
    "submission.cotangent": Phrase(
        "The result of {name} does not have the expected form: expected {expected}, got {got}.",
        "{name}: 결과의 형태가 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "submission.no_app": Phrase(
        "{owner} has no web application called app, nor one that create_app() returns. It has: {names}.",
        "{owner} 안에 웹 애플리케이션 app이 없고, create_app()이 반환하는 것도 없습니다. 있는 이름: {names}.",
    ),
}
