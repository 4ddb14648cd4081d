# technique: dictConfig before the application is made, an adapter, and the root's threshold
from logging import LoggerAdapter, getLogger
from logging.config import dictConfig

from flask import Blueprint, Flask, current_app, jsonify, request

bp = Blueprint("shop", __name__)


def log():
    return LoggerAdapter(current_app.logger, {})


@bp.post("/orders")
def add():
    orders = current_app.config["ORDERS"]
    item, count = request.form.get("item") or "", request.form.get("count") or ""
    log().debug("received item={!r} count={!r}".format(item, count))
    number = int(count) if count and set(count) <= set("0123456789") else 0
    if number < 1:
        log().error("refused count=%s", ascii(count) if count.isascii() else repr(count))
        return jsonify(error="count"), 400
    if len(orders) >= current_app.config["LIMIT"]:
        log().critical("the book is full with %s orders", len(orders))
        return jsonify(error="full"), 503
    orders += [{"item": item, "count": number}]
    if number > 100:
        log().warning("order %s is large: %s of %r", len(orders), number, item)
    log().info("stored order %s: %s of %r", len(orders), number, item)
    return jsonify(order=len(orders)), 201


@bp.get("/orders")
def index():
    return jsonify(current_app.config["ORDERS"])


@bp.post("/level")
def level():
    name = request.form.get("level", "")
    if name in "DEBUG INFO WARNING ERROR CRITICAL".split():
        getLogger().setLevel(name)
        return "", 204
    log().error("unknown level %r", name)
    return jsonify(error="level"), 400


def create_app(config):
    level = config.get("LOG_LEVEL", "WARNING")
    dictConfig({"version": 1, "root": {"level": level}, "disable_existing_loggers": False})
    app = Flask(__name__)
    app.config.update({"LIMIT": 3, **config, "ORDERS": []})
    app.register_blueprint(bp)
    return app
