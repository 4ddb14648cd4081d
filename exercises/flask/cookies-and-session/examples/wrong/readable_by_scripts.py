# fails: test_theme_cookie, test_theme_refused_and_deleted, test_login_and_logout, test_any_sequence, test_fresh_sequences
# because: HttpOnly is missing, so that scripts can read the cookie
from flask import Flask, jsonify, make_response, request, session

THEMES = ("light", "dark")
MONTH = 30 * 24 * 60 * 60


def create_app(config):
    """Return an application whose visitors are told apart by their cookies."""
    app = Flask(__name__)
    app.config.from_mapping({"SESSION_COOKIE_SAMESITE": "Lax", **config})

    @app.get("/")
    def index():
        session["visits"] = session.get("visits", 0) + 1
        theme = request.cookies.get("theme")
        return jsonify(
            theme=theme if theme in THEMES else "light",
            user=session.get("user"),
            visits=session["visits"],
            basket=session.get("basket", []),
        )

    @app.post("/theme")
    def choose():
        theme = request.form.get("theme")
        if theme not in THEMES:
            return jsonify(error="theme"), 400
        answer = make_response("", 204)
        answer.set_cookie("theme", theme, max_age=MONTH, samesite="Lax")
        return answer

    @app.delete("/theme")
    def forget():
        answer = make_response("", 204)
        answer.delete_cookie("theme")
        return answer

    @app.post("/login")
    def login():
        name = request.form.get("name", "").strip()
        if not name:
            return jsonify(error="name"), 400
        session["user"] = name
        return "", 204

    @app.post("/logout")
    def logout():
        session.pop("user", None)
        session.pop("basket", None)
        return "", 204

    @app.post("/basket")
    def add():
        if "user" not in session:
            return jsonify(error="login"), 401
        session["basket"] = [*session.get("basket", []), request.form.get("item", "")]
        return jsonify(session["basket"]), 201

    return app
