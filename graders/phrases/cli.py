"""What the command line says around reports."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

PHRASES: Mapping[str, Phrase] = {
    "cli.points": Phrase("{points} of {most} points", "{most}점 만점에 {points}점"),
    "cli.as_above": Phrase("As above.", "위와 같습니다."),
    "cli.hint": Phrase("Hint: {text}", "힌트: {text}"),
    "cli.hidden": Phrase("hidden", "비공개"),
    "cli.after_due": Phrase("after the deadline", "마감 뒤"),
    "cli.printed": Phrase("Printed by the submission", "제출 코드의 출력"),
    "cli.printed_errors": Phrase("Printed to stderr by the submission", "제출 코드의 표준 오류 출력"),
    "cli.lines_left": Phrase("({count} more lines)", "(이하 {count}줄 생략)"),
    "cli.usage": Phrase(
        "{wall} s wall, {cpu} s CPU, {mib} MiB at most", "실행 {wall}초, CPU {cpu}초, 최대 메모리 {mib} MiB"
    ),
    "cli.seed": Phrase("seed {seed}, version {version}", "시드 {seed}, 버전 {version}"),
    "cli.diagnosis": Phrase("What the checks left behind", "검사 쪽에 남은 기록"),
    "cli.no_exercise": Phrase(
        "There is no exercise {name}: no such folder with exercise.toml, here or below exercises/.",
        "{name}: 연습문제가 없습니다. exercise.toml이 있는 폴더나 과정/이름을 쓰세요.",
    ),
    "cli.no_file": Phrase("There is no file {name}.", "{name}: 그런 파일이 없습니다."),
    "cli.none_of_files": Phrase(
        "The folder {name} holds none of the files that {exercise} takes: {files}.",
        "{name} 폴더에 {exercise}에 제출할 파일이 하나도 없습니다: {files}.",
    ),
    "cli.unreadable": Phrase("Cannot go on: {error}.", "더 진행할 수 없습니다: {error}."),
    "cli.needs_folder": Phrase(
        "{exercise} takes several files ({files}): give a folder that holds them, not {name}.",
        "{exercise}: 여러 파일({files})을 제출합니다. {name} 대신 그 파일들이 든 폴더를 쓰세요.",
    ),
    "cli.is_quiz": Phrase(
        "{exercise} is a quiz: it is answered on the site. `seodang validate` tries its variants.",
        "{exercise}: 퀴즈는 사이트에서 답합니다. 변형 문항은 `seodang validate`로 확인하세요.",
    ),
    "cli.one_submission": Phrase(
        "Gradescope takes the results of one submission: name one file or folder.",
        "Gradescope 형식에는 제출 하나만 담을 수 있습니다. 파일이나 폴더 하나만 지정하세요.",
    ),
    "cli.no_report": Phrase(
        "{name} is no report that `seodang grade --format json` wrote for one submission: {error}",
        "{name}: `seodang grade --format json`으로 제출 하나를 채점해 만든 보고서가 아닙니다. {error}",
    ),
    "cli.report_without_files": Phrase(
        "The report does not say which files were graded, so it cannot be repeated.",
        "채점한 파일이 보고서에 없어 다시 채점할 수 없습니다.",
    ),
    "cli.other_files": Phrase(
        "These files are not the ones that were graded, or are not in the report: {files}. "
        "Name the folder that holds them with --files.",
        "채점할 때의 파일과 다르거나 보고서에 없는 파일: {files}. --files로 파일이 든 폴더를 지정하세요.",
    ),
    "cli.replay_same": Phrase(
        "The same: {verdict}, {points} of {most} points, every message alike.",
        "결과가 같습니다. {verdict}, {most}점 만점에 {points}점이며 모든 메시지가 일치합니다.",
    ),
    "cli.replay_differs": Phrase("The first field that differs:", "처음으로 다른 항목:"),
    "cli.replay_elsewhere": Phrase(
        "Not as it was when the report was made:", "보고서를 만들 때와 다른 조건:"
    ),
    "cli.replay_field": Phrase("recorded: {recorded}\nnow: {now}", "기록: {recorded}\n지금: {now}"),
    "cli.column_check": Phrase("Check", "검사"),
    "cli.column_points": Phrase("Points", "점수"),
    "cli.bad_bundle": Phrase("This exercise cannot be used:", "이 연습문제는 사용할 수 없습니다:"),
    "cli.no_sandbox": Phrase(
        "Nothing can be graded on this machine, because a control is missing:",
        "필수 보호 기능이 없어 이 컴퓨터에서는 채점할 수 없습니다:",
    ),
    "cli.see_doctor": Phrase(
        "`seodang doctor` lists every layer.", "`seodang doctor`로 모든 항목을 볼 수 있습니다."
    ),
    "cli.not_installed": Phrase(
        "The commands of “{name}” are left out, since it cannot be imported: {error}",
        "“{name}” 명령을 불러올 수 없어 제외합니다: {error}",
    ),
    "cli.valid": Phrase("valid", "이상 없음"),
    "cli.not_valid": Phrase("not valid", "문제 있음"),
    "cli.tried": Phrase("{count} tried, each as expected", "{count}건 모두 예상한 결과"),
    "cli.bad_name": Phrase(
        "{name!r} is not COURSE/SLUG. Use lower-case letters, digits and hyphens, as in ai/relu-layer.",
        "{name!r}: 과정/이름 형식이 아닙니다. ai/relu-layer처럼 소문자, 숫자, 하이픈을 쓰세요.",
    ),
    "cli.exists": Phrase("{name} already exists.", "{name}: 이미 있습니다."),
    "cli.written": Phrase("Written: {name}. To do:", "작성한 폴더: {name}. 할 일:"),
    "cli.then": Phrase("Then try it: seodang validate {name}", "이어서 확인하세요: seodang validate {name}"),
    "cli.sandbox_failed": Phrase("The sandbox failed: {error}", "샌드박스 오류: {error}"),
    "doctor.active": Phrase("active", "작동"),
    "doctor.missing": Phrase("missing", "없음"),
    "doctor.optional": Phrase("missing, optional", "없음(선택)"),
    "doctor.cure": Phrase("cure: {command}", "해결: {command}"),
    "doctor.can_grade": Phrase(
        "Every mandatory layer is active: this machine can grade.",
        "필수 항목이 모두 작동합니다. 이 컴퓨터에서 채점할 수 있습니다.",
    ),
    "doctor.cannot_grade": Phrase(
        "Mandatory layers missing: {count}. Nothing is graded on this machine.",
        "필수 항목 {count}개가 없습니다. 이 컴퓨터에서는 채점하지 않습니다.",
    ),
}
