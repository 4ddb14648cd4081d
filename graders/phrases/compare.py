"""How a result differs from the expected one."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "mismatch.type": Phrase(
        "Wrong type{where}: expected {expected}, got {got}.",
        "값의 종류가 다릅니다{where}. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "mismatch.dtype": Phrase(
        "Wrong dtype{where}: expected {expected}, got {got}.",
        "자료형(dtype)이 다릅니다{where}. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "mismatch.shape": Phrase(
        "Wrong shape{where}: expected {expected}, got {got}.",
        "형태(shape)가 다릅니다{where}. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "mismatch.length": Phrase(
        "Wrong length{where}: expected {expected}, got {got}.",
        "길이가 다릅니다{where}. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "mismatch.keys": Phrase(
        "Wrong keys{where}: missing {missing}, unexpected {unexpected}.",
        "키가 다릅니다{where}. 없는 키: {missing}, 불필요한 키: {unexpected}.",
    ),
    "mismatch.nan": Phrase(
        "NaN at {index}{where}, where {expected} was expected ({count} of {total} elements are NaN).",
        "{index} 위치의 값이 NaN입니다{where}. 기댓값: {expected} (원소 {total}개 중 {count}개가 NaN).",
    ),
    "mismatch.infinite": Phrase(
        "{got} at {index}{where}, where {expected} was expected ({count} of {total} elements differ so).",
        "{index} 위치의 값이 {got}입니다{where}. 기댓값: {expected} (원소 {total}개 중 {count}개).",
    ),
    "mismatch.values": Phrase(
        "Wrong value at {index}{where}: expected {expected}, got {got}; {count} of {total} elements differ.",
        "{index}의 값이 다릅니다{where}. 기댓값: {expected}, 제출 결과: {got} ({total}개 중 {count}개).",
    ),
    "mismatch.value": Phrase(
        "Wrong value{where}: expected {expected}, got {got}.",
        "값이 다릅니다{where}. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "mismatch.error": Phrase(
        "Largest error: {absolute} (relative: {relative}); allowed: {atol} + {rtol} × |expected|.",
        "최대 오차: {absolute} (상대 오차 {relative}). 허용: {atol} + {rtol} × |기댓값|.",
    ),
}
