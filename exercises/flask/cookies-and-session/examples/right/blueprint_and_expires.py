# technique: a blueprint, a cookie with Expires instead of Max-Age, one nested dictionary in the session
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Flask, after_this_request, jsonify, request, session

bp = Blueprint("page", __name__)


def me():
    return dict(session.get("me", {}))


@bp.get("/")
def index():
    session["visits"] = session.get("visits", 0) + 1
    theme = "dark" if request.cookies.get("theme") == "dark" else "light"
    return jsonify(
        theme=theme, user=me().get("name"), visits=session["visits"], basket=me().get("basket", [])
    )


@bp.post("/theme")
def choose():
    theme = request.form.get("theme", "")
    if theme not in ("light", "dark"):
        return jsonify(error="theme"), 400

    @after_this_request
    def remember(answer):
        until = datetime.now(UTC) + timedelta(days=30)
        answer.set_cookie("theme", theme, expires=until, httponly=True, samesite="Lax", path="/")
        return answer

    return "", 204


@bp.delete("/theme")
def forget():
    @after_this_request
    def remove(answer):
        answer.delete_cookie("theme", httponly=True, samesite="Lax")
        return answer

    return "", 204


@bp.post("/login")
def login():
    name = request.form.get("name", "").strip()
    if name == "":
        return jsonify(error="name"), 400
    session["me"] = {**me(), "name": name}
    return "", 204


@bp.post("/logout")
def logout():
    session.pop("me", None)
    return "", 204


@bp.post("/basket")
def add():
    if "me" not in session:
        return jsonify(error="login"), 401
    session["me"] = {**me(), "basket": me().get("basket", []) + [request.form.get("item", "")]}
    return jsonify(me()["basket"]), 201


def create_app(config):
    app = Flask(__name__)
    app.config.from_mapping(config, SESSION_COOKIE_SAMESITE="Lax")
    app.register_blueprint(bp)
    return app
