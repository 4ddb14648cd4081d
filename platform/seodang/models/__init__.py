"""Tables, one a file. Models say what is stored; what may be done with it is in the services."""

from __future__ import annotations

from .base import Base, now
from .course import Course
from .draft import Draft
from .enrolment import INSTRUCTOR, STUDENT, Enrolment
from .event import Event
from .exercise import Exercise
from .exercise_version import ExerciseVersion
from .lease import DONE, QUEUED, RUNNING, Leased
from .login_session import LoginSession
from .quiz_answer import QuizAnswer
from .quiz_variant import QuizVariant
from .sign_in_failure import SignInFailure
from .submission import RUN, SUBMIT, Submission
from .user import User
from .validation_run import ValidationRun
from .worker_status import WorkerStatus

__all__ = [
    "DONE",
    "INSTRUCTOR",
    "QUEUED",
    "RUN",
    "RUNNING",
    "STUDENT",
    "SUBMIT",
    "Base",
    "Course",
    "Draft",
    "Enrolment",
    "Event",
    "Exercise",
    "ExerciseVersion",
    "Leased",
    "LoginSession",
    "QuizAnswer",
    "QuizVariant",
    "SignInFailure",
    "Submission",
    "User",
    "ValidationRun",
    "WorkerStatus",
    "now",
]
