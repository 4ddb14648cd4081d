from flask import Flask, abort, jsonify, request


def create_app():
    """Return an application without tasks."""
    app = Flask(__name__)
    tasks = {}  # number -> {"id": …, "title": …, "done": …}

    # Begin with the first row of the table: @app.get("/")

    return app
