# technique: one dictionary per environment merged by hand from the classes' attributes
import settings
from flask import Flask, abort, jsonify, request

DEFAULT = "production"


def public(pairs):
    return {key: value for key, value in pairs.items() if key.isupper()}


def merged(config):
    name = config.get("ENVIRONMENT", DEFAULT)
    try:
        chosen = settings.CONFIGS[name]
    except KeyError:
        raise ValueError(f"{name} is unknown") from None
    found = {}
    for each in reversed(chosen.__mro__):
        found |= public(vars(each))
    found |= public(config) | {"ENVIRONMENT": name}
    if name == DEFAULT and found["DEBUG"]:
        raise ValueError("DEBUG")
    if name == DEFAULT and not found["SECRET_KEY"]:
        raise ValueError("SECRET_KEY")
    return found


def create_app(config):
    app = Flask(__name__)
    app.config |= merged(config)

    @app.get("/")
    def index():
        about = {"ENVIRONMENT", "DEBUG", "TESTING", "TITLE", "ITEMS_PER_PAGE", "SESSION_COOKIE_SECURE"}
        return jsonify({key: value for key, value in app.config.items() if key in about})

    @app.get("/items")
    def items():
        size = app.config["ITEMS_PER_PAGE"]
        page = int(request.args.get("page", 1))
        every = ["item " + str(n) for n in range(1, 51)]
        return jsonify(every[size * (page - 1) :][:size])

    @app.get("/config/<key>")
    def one(key):
        for word in ("KEY", "PASSWORD", "DATABASE"):
            if word in key:
                abort(403)
        if app.config.get(key, app) is app:
            abort(404)
        return jsonify(app.config[key])

    return app
