"""What those may do who look after the books."""

from flask import Blueprint, abort, current_app, request, url_for

bp = Blueprint("admin", __name__)


@bp.before_request
def check_token():
    if request.headers.get("X-Token") != current_app.config["TOKEN"]:
        return {"error": "token"}, 403
    return None


@bp.get("/books")
def index():
    books = current_app.extensions["books"]
    return [
        {"book": name, "notes": len(texts), "url": url_for(f"{name}.index")} for name, texts in books.items()
    ]


@bp.post("/clear/<name>")
def clear(name):
    books = current_app.extensions["books"]
    if name not in books:
        abort(404)
    books[name].clear()
    return "", 204
