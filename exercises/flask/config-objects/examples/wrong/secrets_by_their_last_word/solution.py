# fails: test_single_settings, test_any_mixture
# because: only names that end with one of the words are kept secret
from flask import Flask, abort, current_app, jsonify, request
from settings import CONFIGS

ITEMS = [f"item {number}" for number in range(1, 51)]
HIDDEN = "KEY PASSWORD DATABASE".split()


def create_app(config):
    """Return an application set up for the environment that the dictionary names."""
    name = config.get("ENVIRONMENT", "production")
    if name not in CONFIGS:
        raise ValueError(f"unknown environment {name!r}")
    app = Flask(__name__)
    app.config.from_object(CONFIGS[name])
    app.config.from_mapping(config)
    app.config["ENVIRONMENT"] = name
    if name == "production" and (app.config["DEBUG"] or not app.config["SECRET_KEY"]):
        raise ValueError("production needs a SECRET_KEY, and no DEBUG")

    @app.get("/")
    def index():
        keys = "ENVIRONMENT DEBUG TESTING TITLE ITEMS_PER_PAGE SESSION_COOKIE_SECURE".split()
        return jsonify({key: current_app.config[key] for key in keys})

    @app.get("/items")
    def items():
        size = current_app.config["ITEMS_PER_PAGE"]
        first = (request.args.get("page", 1, type=int) - 1) * size
        return jsonify(ITEMS[first : first + size])

    @app.get("/config/<key>")
    def setting(key):
        if key.endswith(tuple(HIDDEN)):
            abort(403)
        if key not in current_app.config:
            abort(404)
        return jsonify(current_app.config[key])

    return app
