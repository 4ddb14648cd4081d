"""What is wrong with a submitted file before anything runs."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "source.empty": Phrase(
        "{file} is empty. Write your solution into it and hand it in again.",
        "{file} 파일이 비어 있습니다. 코드를 작성한 뒤 다시 제출하세요.",
    ),
    "source.too_large": Phrase(
        "{file} has {kib} KiB; at most {limit} KiB can be handed in.",
        "{file} 파일의 크기가 {kib} KiB입니다. {limit} KiB까지만 제출할 수 있습니다.",
    ),
    "source.not_utf8": Phrase(
        "{file}, line {line}: byte {column} is not UTF-8. Save the file with the encoding UTF-8.",
        "{file} {line}번째 줄: {column}번째 바이트가 UTF-8이 아닙니다. 파일을 UTF-8 인코딩으로 저장하세요.",
    ),
    "source.bom": Phrase(
        "{file} begins with a byte order mark. Save it as UTF-8 without BOM.",
        "{file} 파일이 바이트 순서 표시(BOM)로 시작합니다. BOM 없는 UTF-8로 저장하세요.",
    ),
    "source.nul": Phrase(
        "{file}, line {line}: a NUL byte. Hand in the source text, not a compiled or binary file.",
        "{file} {line}번째 줄: NUL 바이트가 있습니다. 컴파일된 파일이 아니라 소스 코드를 제출하세요.",
    ),
    "source.cookie": Phrase(
        "{file}, line {line}: declares the encoding {encoding}. Remove that line or write utf-8.",
        "{file} {line}번째 줄: {encoding} 인코딩 선언이 있습니다. 그 줄을 지우거나 utf-8로 바꾸세요.",
    ),
    "source.too_many_lines": Phrase(
        "{file} has {lines} lines; at most {limit} can be handed in.",
        "{file} 파일이 {lines}줄입니다. {limit}줄까지만 제출할 수 있습니다.",
    ),
    "source.long_line": Phrase(
        "{file}, line {line}: {length} characters long; at most {limit} are allowed. Break the line.",
        "{file} {line}번째 줄: 길이가 {length}자입니다. {limit}자까지 허용되니 줄을 나누세요.",
    ),
    "source.missing_file": Phrase(
        "{file} is missing. Handed in: {given}.", "{file} 파일이 없습니다. 제출한 파일: {given}."
    ),
    "source.unknown_name": Phrase(
        "{file} does not belong to this exercise. Expected: {right}.",
        "{file} 파일은 이 연습문제에 필요하지 않습니다. 필요한 파일: {right}.",
    ),
}
