"""Tables, one a file. Models say what is stored; what may be done with it is in the services."""

from __future__ import annotations

from .assignment import Assignment, AssignmentItem
from .base import Base, now
from .course import Course
from .draft import Draft
from .enrolment import INSTRUCTOR, STUDENT, Enrolment
from .event import Event
from .exercise import Exercise
from .exercise_version import ExerciseVersion
from .hint_reveal import HintReveal
from .lease import DONE, QUEUED, RUNNING, Leased
from .lesson import Lesson
from .login_session import LoginSession
from .practice_card import PracticeCard, PracticeReview
from .quiz_answer import QuizAnswer
from .quiz_variant import QuizVariant
from .quota_bucket import QuotaBucket
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
    "Assignment",
    "AssignmentItem",
    "Base",
    "Course",
    "Draft",
    "Enrolment",
    "Event",
    "Exercise",
    "ExerciseVersion",
    "HintReveal",
    "Leased",
    "Lesson",
    "LoginSession",
    "PracticeCard",
    "PracticeReview",
    "QuizAnswer",
    "QuizVariant",
    "QuotaBucket",
    "SignInFailure",
    "Submission",
    "User",
    "ValidationRun",
    "WorkerStatus",
    "now",
]
