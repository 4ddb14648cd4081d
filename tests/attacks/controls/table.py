"""Every control with its canary: what it stops, what else stops the same, and whether it is excused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.attacks.controls import broker, cells, gradings
from tests.attacks.controls.stage import Stage

#: No more than these may do without a pair.
MAX_EXCUSED = 5


@dataclass(frozen=True)
class Pair:
    """A control and a canary that it stops.

    `attempt` runs the canary without the controls it is told to leave out, and returns what it got hold of;
    it succeeded where that holds the stage's secret. `overlaps` are other controls that stop it as well.
    """

    control: str
    title: str
    canary: str
    attempt: Callable[[Stage, frozenset[str]], str]
    overlaps: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Control and canary, as a test's name."""
        return f"{self.control}-{self.canary.replace(' ', '-')}"


@dataclass(frozen=True)
class Row:
    """A line of the table that `make attacks` prints."""

    control: str
    title: str
    canary: str
    overlaps: tuple[str, ...]
    excuse: str


PAIRS = (
    Pair("C01", "cells apart", "read the author's files", gradings.OWN_FILES),
    Pair("C02", "own namespaces", "leave a segment of shared memory", cells.SEGMENT, ("C08", "C10")),
    Pair("C03", "never uid 0 outside", "read a file of root", cells.READ_PRIVATE_FILE, ("C04", "C07")),
    Pair("C04", "root with an explicit list", "read a file of the host", cells.READ_FILE, ("C07",)),
    Pair("C05", "no /proc", "read the name of the fork server", cells.PROCESS_NAME, ("C07",)),
    Pair("C06", "own work folder", "leave a file", cells.FILE_LEFT),
    Pair("C07", "Landlock", "read a file that was bound by mistake", cells.READ_FILE, ("C04",)),
    Pair("C08", "allow-list of calls", "name the process", cells.UNLISTED_CALL),
    Pair("C08", "allow-list of calls", "call as a 32-bit program", cells.FOREIGN_CALL),
    Pair("C09", "no processes", "fork a child that writes", cells.CHILD),
    Pair("C10", "no objects of the kernel", "spell a secret by file locks", cells.LOCKS),
    Pair("C11", "no shared anonymous memory", "map more than the limit", cells.SHARED_MEMORY),
    Pair("C12", "no capabilities", "rename the host in a new namespace", cells.HOST_NAME, ("C08",)),
    Pair("C13", "not dumpable", "search a neighbour's memory", cells.NEIGHBOUR, ("C02", "C05", "C07")),
    Pair("C14", "no stray descriptors", "read a forgotten descriptor", cells.DESCRIPTOR),
    Pair("C15", "own environment", "read the fork server's variables", cells.VARIABLE),
    Pair("C16", "limits of memory", "reserve a gigabyte", cells.ADDRESS_SPACE),
    Pair("C17", "limits of objects", "hold a hundred descriptors", cells.DESCRIPTORS),
    Pair("C17", "limits of objects", "start forty threads", cells.THREADS),
    Pair("C18", "limit of processor time", "spin with SIGXCPU ignored", cells.SPIN, ("C19",)),
    Pair("C19", "deadlines outside", "sleep past the end", cells.SLEEP),
    Pair("C20", "watch over memory", "touch a mapped file", cells.HOARD),
    Pair("C21", "capped output", "print 24 MiB and more", cells.FLOOD),
    Pair("C22", "bounded frames", "send 70 MiB where 64 are the most", gradings.LARGE_FRAME),
    Pair("C22", "bounded frames", "answer a byte at a time for ever", gradings.DRIP),
    Pair("C23", "typed heads", "answer with a value of no form", gradings.UNTYPED),
    Pair("C24", "lockstep", "answer a question before it is asked", gradings.EARLY_ANSWER),
    Pair("C25", "list of dtypes", "answer an array of texts", gradings.FOREIGN_DTYPE),
    Pair("C26", "order of comparison", "answer NaN", gradings.NOT_A_NUMBER),
    Pair("C26", "order of comparison", "answer an empty array", gradings.EMPTY),
    Pair("C27", "copies of inputs", "overwrite the input", gradings.ALIAS),
    Pair("C28", "secret inputs", "predict the input", gradings.PREDICTION),
    Pair("C29", "measured outside, public only", "spell a hidden number by memory", gradings.USAGE),
    Pair("C30", "grader cells are closed", "read and fork in a check", cells.checks_that_attack),
    Pair("C31", "reports are held against the plan", "report a check twice", gradings.SECOND_REPORT),
    Pair("C32", "faults by what was seen outside", "die as if the machine had failed", gradings.FAULT),
    Pair("C33", "clean texts", "print what drives a terminal", gradings.CONTROL_CHARACTERS),
    Pair("C34", "hidden checks say passed or failed", "raise a hidden input", gradings.HIDDEN_MESSAGE),
    Pair("C35", "sources checked as bytes", "hide code in another encoding", gradings.ENCODING),
    Pair("C36", "servers read no submission", "find the submission before", cells.last_payload),
    Pair("C37", "renewed after the fork", "draw what a neighbour drew", cells.same_names),
    Pair("C38", "sealed payloads", "change the payload of the next", cells.changed_payload, ("C14",)),
    Pair("C39", "messages are JSON", "send code as a message", broker.PICKLE),
    Pair("C40", "self-test", "grade without C15", cells.despite_self_test),
)

#: control -> why it has no pair
EXCUSED: dict[str, str] = {}


def rows() -> list[Row]:
    """The table, one line a pair and one an excuse, by control."""
    found = [Row(pair.control, pair.title, pair.canary, pair.overlaps, "") for pair in PAIRS]
    found += [Row(control, "", "", (), excuse) for control, excuse in EXCUSED.items()]
    return sorted(found, key=lambda row: row.control)
