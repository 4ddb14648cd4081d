"""Answers of flask-facts: commands by Flask's own parser, requests by a running application, sentences by cue words."""

from __future__ import annotations

import re

from flask import Flask, abort, request
from flask.cli import run_command

#: words of which each belongs to one answer, looked for in this order
METHODS = (
    ("PUT", r"place of|replace|overwrite|under its address|exactly the content|exchange|write the full"),
    ("DELETE", r"remove|throw|cancel|for good|erase|close|strike|get rid"),
    ("POST", r"add a|new comment|place an order|upload|open a new|enter|start|append"),
    ("GET", r"."),
)
ROLES = (
    ("template", r"html|\{%|\{\{|HTML|column of the page"),
    ("model", r"class|definition|balance|column `due`"),
    ("view", r"."),
)
#: `post.html` in a view's own words would mislead: these are views whatever else they name
VIEWS = r"^(a|the) (function|code)\b"
PARTS = (
    ("werkzeug", r"form fields and headers|which rule|the server that|traceback|WSGI|generate_password"),
    ("jinja", r"\{\{|\{%|\{#"),
    ("itsdangerous", r"sign|forge"),
    ("click", r"flask run|--port|flask init"),
    ("none", r"."),
)
FALSE = (
    r"one file|without an SQL|every computer|port 80\.|cannot be chosen|HTML only|like PUT|every method|gets 404|"
    r"has to repeat|called a template|recommended"
)


def solve(question):
    """Return the answers to one question, field by field."""
    kind, fields = question["question"], question["fields"]
    if kind in ("address", "dispatch"):
        return {"address": listened, "dispatch": dispatched}[kind](question)
    if kind == "statements":
        options = fields[0]["options"]
        return {
            "true": ",".join(each["value"] for each in options if not re.search(FALSE, each["label"]["en"]))
        }
    cues = {"methods": METHODS, "mvt": ROLES, "parts": PARTS}[kind]
    found = {}
    for field in fields:
        text = field["label"]["en"].removeprefix("In MVC: ")
        found[field["name"]] = meant(text, cues, views=kind == "mvt")
    if kind == "methods":
        method = meant(fields[-1]["label"]["en"].partition("“")[2], METHODS)
        found["status"] = {"GET": "200", "PUT": "200", "POST": "201", "DELETE": "204"}[method]
    return found


def meant(text, cues, views=False):
    """Return the first answer of which a cue stands in a text."""
    if views and re.search(VIEWS, text):
        return "view"
    return next(name for name, cue in cues if re.search(cue, text))


def block_of(question):
    """Return the code that a prompt shows."""
    return re.search(r"```\w+\n(.*?)\n```", question["prompt"]["en"], re.DOTALL)[1]


def listened(question):
    """Return host and port as `flask run` understands its options."""
    *before, line = block_of(question).splitlines()
    defaults = {"port": each.rpartition("=")[2] for each in before}
    options = line.partition(" run")[2].split()
    params = run_command.make_context("run", options, default_map=defaults).params
    reach = question["fields"][2]["options"]
    cues = {"127.0.0.1": "computer only,", "0.0.0.0": "and others at"}  # noqa: S104 - a text of the question
    cue = cues.get(params["host"], "others, at")
    who = next(each for each in reach if cue in each["label"]["en"])
    return {"host": params["host"], "port": str(params["port"]), "who": who["value"]}


def dispatched(question):
    """Return views and statuses that the shown code gives when it runs."""
    answers = {}
    for place, field in enumerate(question["fields"][::2], start=1):
        method, path = field["label"]["en"].partition(":")[0].split()
        app = Flask("shown")
        exec(block_of(question), {"app": app, "abort": abort, "request": request})  # noqa: S102 - our own code
        called = []
        app.before_request(lambda seen=called: seen.append(request.endpoint))
        answer = app.test_client().open(path, method=method, json={"title": "C"})
        answers[f"view{place}"] = (called[0] if called else None) or "none"
        answers[f"status{place}"] = str(answer.status_code)
    return answers
