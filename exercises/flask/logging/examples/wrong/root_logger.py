# fails: test_a_stored_order, test_each_level, test_thresholds, test_another_threshold, test_line_breaks, test_any_sequence, test_fresh_sequences
# because: the functions of the module logging speak for the root logger, whose threshold stays WARNING
from logging import getLogger

from flask import Flask, jsonify, request

LEVELS = "DEBUG INFO WARNING ERROR CRITICAL".split()


def create_app(config):
    """Return a shop without orders, whose logger lets through what the configuration says."""
    app = Flask(__name__)
    app.config.from_mapping({"LOG_LEVEL": "WARNING", "LIMIT": 3, **config})
    app.logger.setLevel(app.config["LOG_LEVEL"])
    orders = []

    @app.post("/orders")
    def add():
        item, count = request.form.get("item", ""), request.form.get("count", "")
        getLogger().debug("received item=%r count=%r", item, count)
        if not (count.isascii() and count.isdigit() and int(count) > 0):
            getLogger().error("refused count=%r", count)
            return jsonify(error="count"), 400
        if len(orders) >= app.config["LIMIT"]:
            getLogger().critical("the book is full with %d orders", len(orders))
            return jsonify(error="full"), 503
        orders.append({"item": item, "count": int(count)})
        if int(count) > 100:
            getLogger().warning("order %d is large: %d of %r", len(orders), int(count), item)
        getLogger().info("stored order %d: %d of %r", len(orders), int(count), item)
        return jsonify(order=len(orders)), 201

    @app.get("/orders")
    def index():
        return jsonify(orders)

    @app.post("/level")
    def level():
        name = request.form.get("level", "")
        if name not in LEVELS:
            getLogger().error("unknown level %r", name)
            return jsonify(error="level"), 400
        app.logger.setLevel(name)
        return "", 204

    return app
