"""Log records that an application emits, in whichever cell it is.

Records are taken where a logger that has let one through hands it to its handlers. So the thresholds and
filters of loggers hold, a record counts once however many handlers there are, and none is needed.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

#: name of the logger, level, message
Record = tuple[str, int, str]

#: of one request; what an application emits beyond counts for nothing
MAX_RECORDS = 100
_MAX_NAME, _MAX_MESSAGE = 200, 1000


@contextlib.contextmanager
def recorded() -> Iterator[list[Record]]:
    """Records that loggers let through meanwhile, in order."""
    records: list[Record] = []
    known = logging.Logger.callHandlers

    def take(logger: logging.Logger, record: logging.LogRecord) -> None:
        if len(records) < MAX_RECORDS:
            records.append((str(record.name)[:_MAX_NAME], record.levelno, _message(record)[:_MAX_MESSAGE]))
        known(logger, record)

    logging.Logger.callHandlers = take  # type: ignore[method-assign, assignment]
    try:
        yield records
    finally:
        logging.Logger.callHandlers = known  # type: ignore[method-assign]


def forget_loggers() -> None:
    """Have loggers as if nobody had configured any: they outlive the modules that did."""
    logging.disable(logging.NOTSET)
    for logger in (logging.root, *logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.setLevel(logging.WARNING if logger is logging.root else logging.NOTSET)
            logger.disabled, logger.propagate = False, True
            logger.filters.clear()
            logger.handlers.clear()


def _message(record: logging.LogRecord) -> str:
    """What a record says; one whose arguments do not fit says why, as logging itself would report."""
    try:
        return record.getMessage()
    except Exception as error:  # noqa: BLE001 - edge: the application's own arguments
        return f"{type(error).__name__}: {error}"
