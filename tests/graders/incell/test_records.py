"""Log records of a request are those that loggers let through; settings of loggers are gone at each start."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from graders.incell.records import MAX_RECORDS, forget_loggers, recorded
from graders.incell.stage import Answer, Request, Stage

APP = """
import logging
from flask import Flask, request

def create_app(config):
    app = Flask(__name__)
    app.logger.addHandler(logging.NullHandler())
    app.logger.addHandler(logging.NullHandler())
    app.logger.propagate = False
    if config.get("LEVEL"):
        app.logger.setLevel(config["LEVEL"])
    app.logger.critical("made")

    @app.get("/say")
    def say():
        print("printed")
        app.logger.debug("low %d", 1)
        app.logger.warning("high %s", request.args.get("word", ""))
        logging.getLogger("other").error("wrong %d %d", 1)
        return "said"

    return app
"""
SAY: Request = (0, "GET", "/say", {"word": "x"}, [], b"", False, [])


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """An application that logs with two handlers, at a level that it is told or at none."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging, "raiseExceptions", False)
    files = {"said.py": APP.encode()}
    kept = {str(tmp_path / "said.py")}
    return Stage(files, "said", [str(tmp_path)], kept, lambda error: (type(error).__name__, str(error), []))


def answer(stage: Stage, config: dict[str, str]) -> Answer:
    """What a fresh application answers."""
    ((answers, _),) = stage.play(config, [SAY], [])
    return answers[0]


def test_a_record_counts_once_and_only_within_a_request(stage: Stage) -> None:
    """Handlers do not matter, arguments are put in, and a message that cannot be made says why."""
    low, high, other = answer(stage, {"LEVEL": "DEBUG"})[4]

    assert (low, high) == (("said", 10, "low 1"), ("said", 30, "high x"))
    assert other[:2] == ("other", 40)
    assert other[2].startswith("TypeError: ")


def test_levels_hold_and_do_not_outlive_an_application(stage: Stage) -> None:
    """A threshold that one application set is gone for the next, which has Python's own."""
    assert [level for _, level, _ in answer(stage, {"LEVEL": "CRITICAL"})[4]] == [40]
    assert [level for _, level, _ in answer(stage, {})[4]] == [30, 40]


def test_what_is_configured_anywhere_is_forgotten() -> None:
    """Levels, filters, handlers and switches of a logger are as at the beginning."""
    logger = logging.getLogger("tests.records")
    logger.setLevel("ERROR")
    logger.addFilter(lambda record: False)
    logger.disabled = True
    logging.disable(logging.CRITICAL)
    handlers = logging.root.handlers[:]
    try:
        forget_loggers()
        with recorded() as records:
            for number in range(MAX_RECORDS + 5):
                logger.warning("%d", number)
                logger.info("nothing")
    finally:
        logging.root.handlers[:] = handlers

    assert records[:2] == [("tests.records", 30, "0"), ("tests.records", 30, "1")]
    assert len(records) == MAX_RECORDS
