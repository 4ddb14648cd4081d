from flask import Blueprint, abort, current_app, make_response, request, url_for

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.before_request
def guard():
    if request.headers.get("X-Token") != current_app.config["TOKEN"]:
        abort(403)


@bp.errorhandler(403)
def refused(error):
    return make_response({"error": "token"}, 403)


@bp.get("/books")
def books():
    store = current_app.config["STORE"]
    return [
        {"book": name, "notes": len(store.of(name)), "url": url_for(f"{name}.index")} for name in store.names
    ]


@bp.post("/clear/<string:book>")
def clear(book):
    store = current_app.config["STORE"]
    if book not in store.names:
        abort(404)
    store.clear(book)
    return "", 204
