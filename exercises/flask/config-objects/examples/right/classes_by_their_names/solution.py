# technique: from_object with an import path, classes found by their names, a check in the class
from flask import Blueprint, Flask, Response, current_app, jsonify, request
from settings import BaseConfig
from werkzeug.utils import import_string

bp = Blueprint("shelf", __name__)


def create_app(config):
    environment = config.get("ENVIRONMENT", "production")
    known = {
        each.__name__.removesuffix("Config").lower(): each.__name__ for each in BaseConfig.__subclasses__()
    }
    if environment not in known:
        raise ValueError(environment)
    path = "settings." + known[environment]
    app = Flask(__name__)
    app.config.from_object(path)
    app.config.update({key: value for key, value in config.items() if key == key.upper()})
    app.config.update(ENVIRONMENT=environment)
    import_string(path).check(app.config)
    app.register_blueprint(bp)
    return app


@bp.get("/")
def index():
    keys = "ENVIRONMENT DEBUG TESTING TITLE ITEMS_PER_PAGE SESSION_COOKIE_SECURE"
    return {key: current_app.config[key] for key in keys.split()}


@bp.get("/items")
def items():
    page, size = int(request.args.get("page", "1")), current_app.config["ITEMS_PER_PAGE"]
    return jsonify([f"item {n}" for n in range(1, 51) if (n - 1) // size == page - 1])


@bp.get("/config/<string:key>")
def show(key):
    if "KEY" in key or "PASSWORD" in key or "DATABASE" in key:
        return Response("no", 403)
    try:
        return jsonify(current_app.config[key])
    except KeyError:
        return Response("none", 404)
