import flask

bp = flask.Blueprint("notes", __name__)


def told(book, number):
    url = flask.url_for(book + ".single", number=number)
    return {"number": number, "text": flask.current_app.books[book][number - 1], "url": url}


@bp.get("")
def every(book):
    count = len(flask.current_app.books[book])
    return {"book": book, "notes": [told(book, number + 1) for number in range(count)]}


@bp.post("")
def new(book):
    notes = flask.current_app.books[book]
    notes.append(flask.request.get_json().get("text"))
    return told(book, len(notes)), 201


@bp.get("/<int:number>")
def single(book, number):
    if not 0 < number <= len(flask.current_app.books[book]):
        return {"error": "no such note", "book": book}, 404
    return told(book, number)
