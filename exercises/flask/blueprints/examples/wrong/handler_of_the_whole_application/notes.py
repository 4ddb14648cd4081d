"""One book of notes: registered once for each book, under a name and a prefix of its own."""

from flask import Blueprint, abort, current_app, request, url_for

bp = Blueprint("notes", __name__)


def texts():
    """Return the notes of the book that this request is for."""
    return current_app.extensions["books"][request.blueprint]


def shown(number):
    """Return a note as it is answered."""
    return {"number": number, "text": texts()[number - 1], "url": url_for(".show", number=number)}


@bp.get("")
def index():
    return {"book": request.blueprint, "notes": [shown(n + 1) for n in range(len(texts()))]}


@bp.post("")
def add():
    texts().append(request.get_json()["text"])
    return shown(len(texts())), 201


@bp.get("/<int:number>")
def show(number):
    if not 1 <= number <= len(texts()):
        abort(404)
    return shown(number)


@bp.app_errorhandler(404)
def no_such_note(error):
    return {"error": "no such note", "book": request.blueprint}, 404
