"""Hostile submissions through the real sandbox: each earns its verdict, learns nothing and leaves nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graders import grading
from graders.grading import Grader
from tests.attacks import (
    answering,
    escaping,
    exercise,
    exhausting,
    forging,
    lying,
    native,
    snooping,
    tampering,
)
from tests.attacks.attempt import attempt
from tests.attacks.host import Traces, assert_unharmed, traces
from tests.attacks.probe import Probe

CORPUS = (
    *forging.PROBES,
    *snooping.PROBES,
    *escaping.PROBES,
    *exhausting.PROBES,
    *answering.PROBES,
    *lying.PROBES,
    *tampering.PROBES,
    *native.PROBES,
)
#: what somebody handed in earlier, and left wherever a submission may write
EARLIER = f"""
import os, tempfile
SECRET = "{exercise.CANARY}"
for place in (".", "/tmp", "/dev/shm", tempfile.gettempdir()):
    try:
        open(place + "/earlier.txt", "w").write(SECRET)
    except OSError:
        pass
print(SECRET)
def scale(x):
    return 2 * x
"""


@pytest.fixture(scope="module")
def before(any_grader: Grader) -> Traces:
    """What there was before the attacks: an earlier submission with a secret of its own, and warm servers."""
    earlier = attempt(any_grader, exercise.task("scale"), EARLIER.encode())
    assert (earlier.report.verdict, exercise.CANARY in earlier.raw) == ("AC", True)
    for _ in range(2):
        attempt(any_grader, exercise.task("scale"), exercise.HONEST.encode())
    return traces(any_grader)


@pytest.mark.parametrize("probe", CORPUS, ids=[probe.name for probe in CORPUS])
def test_attack_earns_its_verdict_and_learns_nothing(
    any_grader: Grader, before: Traces, probe: Probe, record_property: Callable[[str, object], None]
):
    """Verdict and points are those of the table, no secret comes out, and the machine is as before."""
    tried = attempt(any_grader, exercise.task(probe.task), probe.source.encode())
    first = tried.report.checks[0]
    record_property("verdict", tried.report.verdict)

    assert tried.report.verdict in probe.verdicts, f"{first.message.en}\n{tried.report.diagnosis}"
    assert tried.report.points == probe.points
    assert probe.says in first.message.en
    tried.assert_nothing_leaked()
    assert_unharmed(any_grader, before)


def test_corpus_covers_every_attack_once():
    """Every number from P01 to P46 has a probe, and every probe a name of its own."""
    names = [probe.name for probe in CORPUS]

    assert {name[:3] for name in names if name.startswith("P")} == {f"P{n:02}" for n in range(1, 47)}
    assert len(names) == len(set(names))


def test_what_was_written_to_the_output_is_shown_as_text(any_grader: Grader):
    """A report on the output is no report: it appears, word for word, as what the submission printed."""
    (probe,) = (probe for probe in forging.PROBES if probe.name.startswith("P01"))
    view = attempt(any_grader, exercise.task("scale"), probe.source.encode()).report.student_view()

    assert view["output"]["stdout"].startswith('{"verdict": "AC"')
    assert (view["verdict"], view["score"]) == ("WA", 0.0)


def test_files_of_this_machine_are_out_of_reach(any_grader: Grader, tmp_path: Path):
    """Neither a file that everybody may read nor a source of this project can be opened in a cell."""
    planted = tmp_path / "planted.txt"
    planted.write_text(exercise.CANARY)
    places = [
        str(planted),
        __file__,
        grading.__file__,
        str(Path.home() / ".profile"),
        str(Path.cwd() / "config.py"),
    ]
    source = f"import os\nfound = [p for p in {places} if os.path.exists(p)]\nassert not found, found\n"
    tried = attempt(any_grader, exercise.task("scale"), (source + exercise.HONEST).encode())

    assert tried.report.verdict == "AC"


def test_service_beside_the_worker_hears_nothing(any_grader: Grader):
    """A server on this machine, as a broker or a database would be, gets no connection from a cell."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        body = (
            f"import socket\ndef scale(x):\n    line = socket.create_connection(('127.0.0.1', {port}), 1)\n"
            "    return line.recv(99)\n"
        )
        tried = attempt(any_grader, exercise.task("scale"), body.encode())
        with pytest.raises(TimeoutError):
            server.accept()

    assert tried.report.verdict == "RTE"


SIGNAL = """
import ctypes, mmap, time, numpy
libc = ctypes.CDLL(None, use_errno=True)
file = open(numpy.__file__, "rb")
page = mmap.mmap(file.fileno(), 4096, flags=mmap.KIND, prot=mmap.PROT_READ)
word = numpy.frombuffer(page, dtype=numpy.uint32)
place, value = ctypes.c_void_p(word.ctypes.data), int(word[0])
pause = (ctypes.c_long * 2)(0, 10**8)
def scale(x):
    began = time.monotonic()
    while time.monotonic() < began + 1.5:
        WORK
    return 2 * x
"""
#: one waits for a word of a library's file, the other wakes whoever waits there
WAITS = "if libc.syscall(202, place, 0, value, pause, None, 0) == 0: raise ValueError('heard')"
WAKES = "if libc.syscall(202, place, 1, 9, None, None, 0) > 0: raise ValueError('heard')"


@pytest.mark.parametrize("kind", ["MAP_SHARED", "MAP_PRIVATE"])
def test_two_submissions_cannot_signal_by_a_page_that_both_map(any_grader: Grader, kind: str):
    """A file that every cell may read is no meeting place: else one could tell another a hidden input."""
    task = exercise.bundle(time_s=4, total_s=9)
    sources = [SIGNAL.replace("KIND", kind).replace("WORK", work).encode() for work in (WAITS, WAKES)]
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda s: any_grader.grade(task, {"solution.py": s}, mode="run"), sources)

    assert (one.verdict, other.verdict) == ("AC", "AC")


GREEDY = {
    "threads": "import threading, time\n    for _ in range(2000):\n"
    "        threading.Thread(target=time.sleep, args=(9,)).start()",
    "time": "import threading\n    def spin():\n        while True: pass\n"
    "    for _ in range(9): threading.Thread(target=spin).start()\n    spin()",
    "memory": "kept = []\n    while True: kept.append(bytearray(2**20))",
    "disk": "while True: open(f'{len(__import__(\"os\").listdir())}', 'wb').write(bytes(2**20))",
    "output": "while True: print('x' * 2**16)",
}


@pytest.mark.parametrize("greed", GREEDY)
def test_greedy_submission_takes_nothing_from_the_one_beside_it(any_grader: Grader, greed: str):
    """While one submission takes all it can, another is graded beside it with full marks."""
    source = f"def scale(x):\n    {GREEDY[greed]}\n".encode()
    task, honest = exercise.task("scale"), {"solution.py": exercise.HONEST.encode()}
    beside = threading.Thread(target=any_grader.grade, args=(task, {"solution.py": source}))
    beside.start()
    reports = []
    while beside.is_alive() or not reports:
        reports.append(any_grader.grade(exercise.task("patient"), honest))
    beside.join()

    assert {report.verdict for report in reports} == {"AC"}
