from __future__ import annotations

import pytest

from seodang.extensions import db
from seodang.models import Exercise, Submission

from ..conftest import Actor


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            "application/x-www-form-urlencoded",
            b"&token=a-token-1&mode=run&source__solution.py=a%20%3D%20%22%FF%22",
        ),
        ("application/x-www-form-urlencoded", b"&token=a-token-1&mode=run&source__solution.py=a = 1 #\xff"),
        (
            "multipart/form-data; boundary=edge",
            (
                b'--edge\r\nContent-Disposition: form-data; name="token"\r\n\r\na-token-1\r\n'
                b'--edge\r\nContent-Disposition: form-data; name="mode"\r\n\r\nrun\r\n'
                b'--edge\r\nContent-Disposition: form-data; name="source__solution.py"\r\n\r\na = "\xff"\r\n'
                b"--edge--\r\n"
            ),
        ),
    ],
)
def test_text_that_is_not_utf8_is_refused(auth: Actor, exercise: Exercise, kind: str, body: bytes) -> None:
    """Bytes that are no UTF-8 are said to be so; nobody's code is graded as something else."""
    answer = auth.bare(
        "POST",
        "/courses/test/exercises/double/submissions",
        data=body,
        content_type=kind,
        headers={"X-CSRFToken": auth.token()},
    )

    assert answer.status_code == 422
    assert "is not UTF-8" in answer.text
    assert db.session.query(Submission).count() == 0


def test_windows_line_ends_become_line_feeds(auth: Actor, exercise: Exercise) -> None:
    """Browsers send CRLF from text areas; what is graded has what was typed."""
    auth.hand_in("x = 1\r\ny = 2\r\n")

    assert db.session.query(Submission).one().files == {"solution.py": "x = 1\ny = 2\n"}
