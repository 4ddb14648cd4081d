"""What is wrong with an uploaded archive or an outline, and its cure."""

from __future__ import annotations

from collections.abc import Mapping

from graders.phrases.phrase import Phrase

_ZIP_AGAIN = Phrase("Zip the exercise's folder again.", "연습문제 폴더를 다시 압축하세요.")
_ZIP_LESS = Phrase("Remove what grading does not need.", "채점에 필요 없는 파일을 빼고 압축하세요.")

PHRASES: Mapping[str, Phrase] = {
    "bundle.zip_too_large": Phrase(
        "The archive is larger than {mib} MiB.", "압축 파일이 {mib} MiB를 넘습니다."
    ),
    "bundle.zip_too_large.cure": _ZIP_LESS,
    "bundle.zip_broken": Phrase(
        "This is not a zip archive that can be read ({error}).", "읽을 수 있는 zip 파일이 아닙니다({error})."
    ),
    "bundle.zip_broken.cure": _ZIP_AGAIN,
    "bundle.zip_entries": Phrase(
        "The archive has {count} entries; at most {limit} are allowed.",
        "압축 파일에 항목이 {count}개 있습니다. {limit}개까지 허용됩니다.",
    ),
    "bundle.zip_entries.cure": _ZIP_LESS,
    "bundle.zip_duplicate": Phrase("The name is there twice.", "같은 이름이 두 번 나옵니다."),
    "bundle.zip_duplicate.cure": _ZIP_AGAIN,
    "bundle.zip_not_utf8": Phrase("The name is not UTF-8.", "파일 이름이 UTF-8이 아닙니다."),
    "bundle.zip_not_utf8.cure": Phrase(
        "Use ASCII names, or an archiver that writes UTF-8.",
        "영문 이름을 쓰거나 UTF-8 이름을 지원하는 압축 프로그램을 쓰세요.",
    ),
    "bundle.zip_unsafe_name": Phrase(
        "The name leads out of the archive or is not portable.",
        "압축 파일 밖을 가리키거나 사용할 수 없는 이름입니다.",
    ),
    "bundle.zip_unsafe_name.cure": Phrase(
        "Use relative names without `..`, backslashes, colons and control characters.",
        "`..`, 역슬래시, 콜론, 제어 문자가 없는 상대 경로만 쓰세요.",
    ),
    "bundle.zip_not_a_file": Phrase("This is a link or a device.", "링크나 장치 파일입니다."),
    "bundle.zip_not_a_file.cure": Phrase("Put in the file itself.", "파일 자체를 넣으세요."),
    "bundle.zip_encrypted": Phrase("The entry is encrypted.", "암호가 걸려 있습니다."),
    "bundle.zip_encrypted.cure": Phrase("Zip without a password.", "암호 없이 압축하세요."),
    "bundle.zip_total": Phrase("Unpacked, the files exceed {mib} MiB.", "압축을 풀면 {mib} MiB를 넘습니다."),
    "bundle.zip_total.cure": _ZIP_LESS,
    "bundle.zip_ratio": Phrase(
        "Unpacked, the file is more than {ratio} times as large.", "압축을 풀면 크기가 {ratio}배를 넘습니다."
    ),
    "bundle.zip_ratio.cure": _ZIP_LESS,
    "bundle.missing_course": Phrase("There is no course.toml here.", "course.toml이 없습니다."),
    "bundle.missing_course.cure": Phrase(
        "Write one with schema = 1, a title and chapters.",
        "schema = 1, 제목, 장(chapters)을 담은 파일을 작성하세요.",
    ),
    "bundle.duplicate_chapter": Phrase("Two chapters have the id {name}.", "id가 {name}인 장이 둘입니다."),
    "bundle.duplicate_chapter.cure": Phrase("Give each its own.", "서로 다른 id를 지정하세요."),
    "bundle.duplicate_exercise": Phrase("{name} is listed twice.", "{name} 항목이 두 번 나옵니다."),
    "bundle.duplicate_exercise.cure": Phrase("Keep one.", "하나만 남기세요."),
}
