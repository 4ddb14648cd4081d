# fails: test_a_stored_order, test_each_level, test_thresholds, test_threshold_without_a_setting, test_another_threshold, test_line_breaks, test_any_sequence, test_fresh_sequences
# because: print writes text without a level; no logger knows of it
from flask import Flask, jsonify, request

LEVELS = "DEBUG INFO WARNING ERROR CRITICAL".split()


def create_app(config):
    """Return a shop without orders, whose logger lets through what the configuration says."""
    app = Flask(__name__)
    app.config.from_mapping({"LOG_LEVEL": "WARNING", "LIMIT": 3, **config})
    app.logger.setLevel(app.config["LOG_LEVEL"])

    def say(text, *args):
        print(text % args)

    orders = []

    @app.post("/orders")
    def add():
        item, count = request.form.get("item", ""), request.form.get("count", "")
        say("received item=%r count=%r", item, count)
        if not (count.isascii() and count.isdigit() and int(count) > 0):
            say("refused count=%r", count)
            return jsonify(error="count"), 400
        if len(orders) >= app.config["LIMIT"]:
            say("the book is full with %d orders", len(orders))
            return jsonify(error="full"), 503
        orders.append({"item": item, "count": int(count)})
        if int(count) > 100:
            say("order %d is large: %d of %r", len(orders), int(count), item)
        say("stored order %d: %d of %r", len(orders), int(count), item)
        return jsonify(order=len(orders)), 201

    @app.get("/orders")
    def index():
        return jsonify(orders)

    @app.post("/level")
    def level():
        name = request.form.get("level", "")
        if name not in LEVELS:
            say("unknown level %r", name)
            return jsonify(error="level"), 400
        app.logger.setLevel(name)
        return "", 204

    return app
