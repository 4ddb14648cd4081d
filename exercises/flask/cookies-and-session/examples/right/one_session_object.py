# technique: configuration by attributes, the session through the request's cookies object, modified set by hand
import flask
from flask import request, session


def create_app(config):
    app = flask.Flask(__name__)
    app.config.update(config)
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.add_url_rule("/", "index", index)
    app.add_url_rule("/theme", "theme", theme, methods=["POST", "DELETE"])
    for name, view in (("login", login), ("logout", logout), ("basket", basket)):
        app.add_url_rule("/" + name, name, view, methods=["POST"])
    return app


def index():
    session.setdefault("visits", 0)
    session["visits"] += 1
    known = {"light": "light", "dark": "dark"}
    return {
        "theme": known.get(request.cookies.get("theme", ""), "light"),
        "user": session["user"] if "user" in session else None,
        "visits": session["visits"],
        "basket": session["basket"] if "basket" in session else [],
    }


def theme():
    answer = flask.Response(status=204)
    if request.method == "DELETE":
        answer.set_cookie("theme", "", expires=0)
        return answer
    wanted = request.form.get("theme", "")
    if wanted not in {"light", "dark"}:
        return {"error": "theme"}, 400
    answer.set_cookie("theme", wanted, 2592000, httponly=True, samesite="Lax")
    return answer


def login():
    session["user"] = request.form.get("name", "").strip() or session.get("user")
    if not request.form.get("name", "").strip():
        if session["user"] is None:
            del session["user"]
        return {"error": "name"}, 400
    return flask.Response(status=204)


def logout():
    for key in ("user", "basket"):
        if key in session:
            del session[key]
    return flask.Response(status=204)


def basket():
    if session.get("user") is None:
        return {"error": "login"}, 401
    session.setdefault("basket", []).append(request.form.get("item", ""))
    session.modified = True
    return session["basket"], 201
