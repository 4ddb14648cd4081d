"""What services refuse, in terms of the use case; `seodang.errors` turns these into answers."""

from __future__ import annotations

from typing import Any


class ServiceError(Exception):
    """Something a service will not do; `message` is for people, in the reader's language when rendered."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


class NotFoundError(ServiceError):
    """There is no such thing, or not for this person."""


class ForbiddenError(ServiceError):
    """This person may not do that."""


class LimitError(ServiceError):
    """Too much at once; later it will be fine."""

    def __init__(self, message: Any, retry_s: int) -> None:
        super().__init__(message)
        self.retry_s = retry_s


class InputError(ServiceError):
    """What was sent cannot be used; `field` says which part of it."""

    def __init__(self, message: Any, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class UnavailableError(ServiceError):
    """Something we need is off at the moment."""
