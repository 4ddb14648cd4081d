"""Commands mean what Flask makes of them, requests end where it sends them, and the pools hold no doubles."""

from __future__ import annotations

import importlib.metadata
import random
import re
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort, request
from flask.cli import run_command

from graders.quiz import Variant
from graders.quiz.variant import ChoiceKey, NumberKey, SeveralKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/flask/flask-facts"
SEEDS = 300
KINDS = {"address", "dispatch", "methods", "mvt", "parts", "statements"}


@pytest.fixture(scope="module")
def quiz() -> dict[str, Any]:
    """What variants.py defines; it is our own, so it may run here."""
    return runpy.run_path(str(FOLDER / "variants.py"))


@pytest.fixture(scope="module")
def variants(quiz: dict[str, Any]) -> list[Variant]:
    """Variants of many seeds."""
    return [quiz["generate"](random.Random(seed)).to_variant() for seed in range(SEEDS)]


def key_of(variant: Variant, name: str) -> str:
    """The right answer of a field, as text."""
    key = variant.keys[name]
    assert isinstance(key, ChoiceKey | NumberKey)
    return key.value if isinstance(key, ChoiceKey) else str(int(key.value))


def code_of(variant: Variant) -> str:
    """The code that a question shows, the same in both languages."""
    pattern = re.compile(r"```\w+\n(.*?)\n```", re.S)
    english, korean = (pattern.findall(text) for text in (variant.prompt.en, variant.prompt.ko))
    assert english == korean
    return str(english[0])


def test_every_kind_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and its variants differ."""
    seen = Counter(variant.question for variant in variants)

    assert set(seen) == KINDS
    assert min(seen.values()) >= SEEDS / 12
    for kind, count in seen.items():
        assert len({variant.worked.en for variant in variants if variant.question == kind}) > 0.6 * count


def test_servers_listen_where_the_command_says(
    variants: list[Variant], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Host and port are those that the command `flask run` reads from options and environment."""
    found = set()
    for variant in variants:
        if variant.question != "address":
            continue
        *exports, line = code_of(variant).splitlines()
        monkeypatch.delenv("FLASK_RUN_PORT", raising=False)
        for name, _, value in (export.removeprefix("export ").partition("=") for export in exports):
            monkeypatch.setenv(name, value)
        options = line.split()
        told = options[options.index("run") + 1 :]
        params = run_command.make_context("run", told, auto_envvar_prefix="FLASK_RUN").params

        assert (key_of(variant, "host"), key_of(variant, "port")) == (params["host"], str(params["port"]))
        assert key_of(variant, "who") == params["host"]
        found.add((params["host"][:4], bool(exports)))
    assert len(found) >= 5


def test_requests_end_where_flask_sends_them(variants: list[Variant]) -> None:
    """View and status are those of the application that is shown, with a fresh one for each request."""
    statuses = Counter[str]()
    for variant in variants:
        if variant.question != "dispatch":
            continue
        for place in (1, 2, 3):
            label = re.findall(r"^- `(\w+ \S+)` → ", variant.worked.en, re.M)[place - 1]
            method, path = label.split()
            app, names = Flask("shown"), list[str | None]()
            exec(code_of(variant), {"app": app, "abort": abort, "request": request})
            app.before_request(lambda seen=names: seen.append(request.endpoint))
            answer = app.test_client().open(path, method=method, json={"title": "C"})

            assert key_of(variant, f"view{place}") == ((names or [None])[0] or "none")
            assert key_of(variant, f"status{place}") == str(answer.status_code)
            statuses[str(answer.status_code)] += 1
    assert set(statuses) == {"200", "201", "204", "404", "405"}


def test_the_pools_are_large_and_without_doubles(quiz: dict[str, Any]) -> None:
    """Over a hundred sentences, no two alike in either language; wishes name one thing or a collection."""
    pools = [pair for name in ("WISHES", "PIECES", "TASKS") for each in quiz[name].values() for pair in each]
    pools += [pair[:2] for pair in quiz["TRUE"] + quiz["FALSE"]] + [pair[2:] for pair in quiz["FALSE"]]

    assert len(pools) >= 100
    assert all(len({pair[lang] for pair in pools}) == len(pools) for lang in (0, 1))
    assert all(
        re.search("[가-힣]", korean) and not re.search("[가-힣]", english) for english, korean in pools
    )
    for method, wishes in quiz["WISHES"].items():
        for english, korean in wishes:
            assert re.findall("`(.+?)`", english) == re.findall("`(.+?)`", korean)
            assert method == "GET" or ("{n}`" in english) is (method != "POST")


def test_true_and_false_are_told_apart(quiz: dict[str, Any], variants: list[Variant]) -> None:
    """Exactly the true statements are the answers, and each package named is installed with Flask."""
    true = {pair[0] for pair in quiz["TRUE"]}
    for variant in variants:
        if variant.question == "statements":
            key = variant.keys["true"]
            assert isinstance(key, SeveralKey)
            marked = re.findall(r"^- ✓ (.+)$", variant.worked.en, re.M)
            assert set(marked) <= true
            assert len(marked) == len(key.values)
    needed = {re.split(r"\W", each)[0].lower() for each in importlib.metadata.requires("flask") or []}
    assert {name.replace("jinja", "jinja2") for name in quiz["PARTS"]} - {"none"} <= needed
