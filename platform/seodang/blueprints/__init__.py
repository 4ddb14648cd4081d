"""Pages and their addresses, one area a package. Routes parse, call one service and respond."""

from __future__ import annotations

from flask import Blueprint

from . import (
    account,
    auth,
    courses,
    drafts,
    exercises,
    health,
    hints,
    lessons,
    pages,
    practice,
    quizzes,
    search,
    solutions,
    submissions,
    teaching,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    pages.bp,
    auth.bp,
    account.bp,
    courses.bp,
    lessons.bp,
    search.bp,
    exercises.bp,
    submissions.bp,
    hints.bp,
    solutions.bp,
    drafts.bp,
    quizzes.bp,
    practice.bp,
    teaching.bp,
    health.bp,
)
