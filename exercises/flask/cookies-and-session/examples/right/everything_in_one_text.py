# technique: the session's own data packed as a tuple; cookies written as headers
from flask import Flask, Response, jsonify, request, session
from werkzeug.http import dump_cookie


def create_app(config):
    app = Flask(__name__)
    app.config.from_mapping(config)
    app.config["SESSION_COOKIE_SAMESITE"] = "lax"

    def known():
        return session.get("state", (0, None, []))

    @app.route("/")
    def index():
        visits, user, basket = known()
        session["state"] = (visits + 1, user, basket)
        theme = request.cookies.get("theme", "light")
        shown = theme if theme in ["light", "dark"] else "light"
        return jsonify({"theme": shown, "user": user, "visits": visits + 1, "basket": basket})

    @app.route("/theme", methods=["POST", "DELETE"])
    def theme():
        value, age = "", 0
        if request.method == "POST":
            value, age = request.form.get("theme", ""), 30 * 86400
            if value not in ["light", "dark"]:
                return Response('{"error": "theme"}', 400, mimetype="application/json")
        cookie = dump_cookie("theme", value, max_age=age, httponly=True, samesite="Lax")
        return Response(status=204, headers={"Set-Cookie": cookie})

    @app.route("/login", methods=["POST"])
    def login():
        visits, _, basket = known()
        name = request.form.get("name", "").strip()
        if not name:
            return {"error": "name"}, 400
        session["state"] = (visits, name, basket)
        return "", 204

    @app.route("/logout", methods=["POST"])
    def logout():
        session["state"] = (known()[0], None, [])
        return "", 204

    @app.route("/basket", methods=["POST"])
    def add():
        visits, user, basket = known()
        if user is None:
            return {"error": "login"}, 401
        basket = [*basket, request.form.get("item", "")]
        session["state"] = (visits, user, basket)
        return basket, 201

    return app
