from flask import Flask, abort, current_app, jsonify, request
from settings import CONFIGS

ITEMS = [f"item {number}" for number in range(1, 51)]


def create_app(config):
    """Return an application set up for the environment that the dictionary names."""
    app = Flask(__name__)
    # the class of the environment first, then what the dictionary says

    @app.get("/")
    def index():
        keys = ("ENVIRONMENT", "DEBUG", "TESTING", "TITLE", "ITEMS_PER_PAGE", "SESSION_COOKIE_SECURE")
        return jsonify({key: current_app.config.get(key) for key in keys})

    # GET /items and GET /config/<key> are yours.

    return app
