import flask


def token():
    if flask.request.headers.get("X-Token") == flask.current_app.config["TOKEN"]:
        return None
    return {"error": "token"}, 403


def books():
    found = flask.current_app.books
    return [{"book": b, "notes": len(found[b]), "url": flask.url_for(b + ".every")} for b in found]


def clear(name):
    try:
        flask.current_app.books[name][:] = []
    except KeyError:
        flask.abort(404)
    return flask.Response(status=204)
