from flask import Blueprint, current_app, request, url_for

bp = Blueprint("notes", __name__)


class NoNote(Exception):
    pass


def book_of_request():
    return request.endpoint.rpartition(".")[0]


def note(number, text):
    return {"number": number, "text": text, "url": url_for(book_of_request() + ".one", number=number)}


@bp.route("", endpoint="index", methods=["GET", "POST"])
def all_notes():
    store, book = current_app.config["STORE"], book_of_request()
    if request.method == "POST":
        store.add(book, request.json["text"])
        return note(len(store.of(book)), store.of(book)[-1]), 201
    return {"book": book, "notes": [note(n, text) for n, text in enumerate(store.of(book), start=1)]}


@bp.route("/<int:number>", endpoint="one")
def one_note(number):
    for n, text in enumerate(current_app.config["STORE"].of(book_of_request()), start=1):
        if n == number:
            return note(n, text)
    raise NoNote


@bp.errorhandler(NoNote)
def missing(error):
    return {"error": "no such note", "book": book_of_request()}, 404
