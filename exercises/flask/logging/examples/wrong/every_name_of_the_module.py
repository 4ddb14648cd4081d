# fails: test_answers
# because: the names that the module logging knows include WARN, FATAL and NOTSET
from logging import getLevelNamesMapping

from flask import Flask, jsonify, request

LEVELS = getLevelNamesMapping()


def create_app(config):
    """Return a shop without orders, whose logger lets through what the configuration says."""
    app = Flask(__name__)
    app.config.from_mapping({"LOG_LEVEL": "WARNING", "LIMIT": 3, **config})
    app.logger.setLevel(app.config["LOG_LEVEL"])
    orders = []

    @app.post("/orders")
    def add():
        item, count = request.form.get("item", ""), request.form.get("count", "")
        app.logger.debug("received item=%r count=%r", item, count)
        if not (count.isascii() and count.isdigit() and int(count) > 0):
            app.logger.error("refused count=%r", count)
            return jsonify(error="count"), 400
        if len(orders) >= app.config["LIMIT"]:
            app.logger.critical("the book is full with %d orders", len(orders))
            return jsonify(error="full"), 503
        orders.append({"item": item, "count": int(count)})
        if int(count) > 100:
            app.logger.warning("order %d is large: %d of %r", len(orders), int(count), item)
        app.logger.info("stored order %d: %d of %r", len(orders), int(count), item)
        return jsonify(order=len(orders)), 201

    @app.get("/orders")
    def index():
        return jsonify(orders)

    @app.post("/level")
    def level():
        name = request.form.get("level", "")
        if name not in LEVELS:
            app.logger.error("unknown level %r", name)
            return jsonify(error="level"), 400
        app.logger.setLevel(name)
        return "", 204

    return app
