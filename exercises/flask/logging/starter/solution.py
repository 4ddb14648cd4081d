import logging

from flask import Flask, jsonify, request


def create_app(config):
    """Return a shop without orders, whose logger lets through what the configuration says."""
    app = Flask(__name__)
    app.config.from_mapping({"LOG_LEVEL": "WARNING", "LIMIT": 3, **config})
    # app.logger is a logger of the standard library; its threshold is yours
    orders = []

    @app.post("/orders")
    def add():
        item, count = request.form.get("item", ""), request.form.get("count", "")
        # records, and the two refusals, are yours
        orders.append({"item": item, "count": int(count)})
        return jsonify(order=len(orders)), 201

    @app.get("/orders")
    def index():
        return jsonify(orders)

    # POST /level is yours.

    return app
