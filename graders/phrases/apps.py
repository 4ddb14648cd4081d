"""Answers of web applications: what differs from the reference's, at which request."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "app.not_json": Phrase("The answer is not JSON: {body}", "응답이 JSON이 아닙니다: {body}"),
    "app.no_response": Phrase(
        "The application's answer is not one that HTTP has.", "앱의 응답이 올바른 HTTP 응답이 아닙니다."
    ),
    "app.crashed": Phrase(
        "While answering, your code raised {type}: {message}",
        "응답하는 도중 제출 코드에서 {type} 예외가 발생했습니다: {message}",
    ),
    "app.crashed_wordless": Phrase(
        "While answering, your code raised {type}, without a message.",
        "응답하는 도중 제출 코드에서 {type} 예외가 발생했습니다(메시지 없음).",
    ),
    "app.differs_at": Phrase(
        "After request {step} of these, {request}, your application and the expected one differ:",
        "아래 {step}번째 요청 {request} 뒤에 기대한 동작과 달라집니다.",
    ),
    "app.differs_redirected": Phrase(
        "On the page that request {step} of these, {request}, redirects to, your application and the "
        "expected one differ:",
        "아래 {step}번째 요청 {request} 뒤에 리다이렉트로 이동한 페이지가 기대한 동작과 달라집니다.",
    ),
    "app.request": Phrase("    {step}. {request}", "    {step}. {request}"),
    "app.configured": Phrase(
        "Both were made with this: {config}", "다음 설정으로 만든 애플리케이션입니다: {config}"
    ),
    "app.requests": Phrase("The requests, from a fresh start:", "처음 상태에서 보낸 요청:"),
    "app.status": Phrase(
        "The status should be {expected}; it is {got}.",
        "상태 코드가 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.redirect": Phrase(
        "It should redirect to {expected}; it redirects to {got}.",
        "리다이렉트할 주소가 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.no_redirect": Phrase(
        "It should redirect to {expected}; there is no Location header.",
        "{expected} 주소로 리다이렉트해야 하는데 Location 헤더가 없습니다.",
    ),
    "app.cookie_missing": Phrase(
        "It should set the cookie {name}, and does not.", "쿠키 {name}: 설정해야 하는데 설정하지 않았습니다."
    ),
    "app.cookie_unexpected": Phrase(
        "It sets the cookie {name}, which it should not.",
        "쿠키 {name}: 설정하지 않아야 하는데 설정했습니다.",
    ),
    "app.cookie_value": Phrase(
        "The cookie {name} should hold {expected}; it holds {got}.",
        "쿠키 {name}의 값이 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.cookie_no_httponly": Phrase(
        "The cookie {name} lacks HttpOnly: scripts of the page can read it.",
        "쿠키 {name}에 HttpOnly 속성이 없습니다. 페이지의 스크립트가 이 쿠키를 읽을 수 있습니다.",
    ),
    "app.cookie_no_secure": Phrase(
        "The cookie {name} lacks Secure: it is sent over unencrypted connections too.",
        "쿠키 {name}에 Secure 속성이 없습니다. 암호화하지 않은 연결로도 전송됩니다.",
    ),
    "app.cookie_no_flag": Phrase("The cookie {name} lacks {flag}.", "쿠키 {name}에 {flag} 속성이 없습니다."),
    "app.cookie_attribute": Phrase(
        "The cookie {name} should have {flag} {expected}; it has {got}.",
        "쿠키 {name}의 {flag} 속성이 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.session": Phrase(
        "The session should hold {expected}; it holds {got}.",
        "세션의 내용이 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.flash_missing": Phrase(
        "The flash message {expected} should now wait for the next page; none like it is in the session.",
        "플래시 메시지 {expected}: 다음 페이지를 기다리고 있어야 하는데 세션에 없습니다.",
    ),
    "app.flash_category": Phrase(
        "The flash message {text} should have the category {expected}; it has {got}.",
        "플래시 메시지 {text}의 분류가 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.flash_left": Phrase(
        "The flash message {got} is still in the session, so that it will be shown again.",
        "플래시 메시지 {got}: 세션에 그대로 남아 있어 다음에 또 표시됩니다.",
    ),
    "app.flash_twice": Phrase(
        "The flash message {got} is in the session more often than it should be.",
        "플래시 메시지 {got}: 세션에 필요 이상으로 여러 번 들어 있습니다.",
    ),
    "app.flash_order": Phrase(
        "The flash messages should wait in the order {expected}; theirs is {got}.",
        "플래시 메시지의 순서가 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.type": Phrase(
        "The content type should be {expected}; it is {got}.",
        "콘텐츠 형식이 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.json": Phrase(
        "The JSON differs{where}: expected {expected}, got {got}.",
        "JSON이 다릅니다{where}. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.body": Phrase(
        "The page differs: expected {expected}, got {got}.",
        "페이지의 내용이 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.log_level": Phrase(
        "The log record {text} should have the level {expected}; it has {got}.",
        "로그 {text}의 수준이 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.log_message": Phrase(
        "The {level} record should say {expected}; it says {got}.",
        "{level} 로그의 메시지가 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.log_name": Phrase(
        "The log record {text} should come from the logger {expected}; it comes from {got}.",
        "로그 {text}: 로거가 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.log_missing": Phrase(
        "The record {expected} should be logged, and is not. What was logged: {got}.",
        "로그 {expected}: 남겨야 하는데 남기지 않았습니다. 남긴 로그: {got}.",
    ),
    "app.log_nothing": Phrase(
        "The record {expected} should be logged; nothing was. What counts is what a logger such as "
        "`app.logger` lets through at its level; what `print` writes is no record.",
        "로그 {expected}: 남겨야 하는데 아무 로그도 남기지 않았습니다. `app.logger` 같은 로거가 "
        "자기 수준에 따라 통과시킨 것만 로그이고, `print`로 출력한 것은 로그가 아닙니다.",
    ),
    "app.log_twice": Phrase(
        "The record {got} is logged more often than it should be. Expected: {expected}.",
        "로그 {got}: 필요 이상으로 여러 번 남겼습니다. 기댓값: {expected}.",
    ),
    "app.log_unexpected": Phrase(
        "The record {got} is logged, and should not be. Expected: {expected}.",
        "로그 {got}: 남기지 않아야 하는데 남겼습니다. 기댓값: {expected}.",
    ),
    "app.log_order": Phrase(
        "The records should be logged in the order {expected}; they are in the order {got}.",
        "로그의 순서가 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.rows_missing": Phrase(
        "Table {table} should hold the row {expected}, and does not. Was the change committed?",
        "테이블 {table}에 {expected} 행이 있어야 하는데 없습니다. 변경을 커밋했는지 확인하세요.",
    ),
    "app.rows_unexpected": Phrase(
        "Table {table} holds the row {got}, which it should not.",
        "테이블 {table}에 {got} 행이 있으면 안 되는데 있습니다.",
    ),
    "app.rows_changed": Phrase(
        "A row of table {table} should be {expected}; it is {got}.",
        "테이블 {table}의 행이 다릅니다. 기댓값: {expected}, 제출 결과: {got}.",
    ),
    "app.rows_unreadable": Phrase(
        "Table {table} cannot be read in the application's SQLite database: {reason}",
        "앱의 SQLite 데이터베이스에서 테이블 {table}: 읽을 수 없습니다({reason}).",
    ),
}
