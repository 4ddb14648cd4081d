import desk
from flask import Flask, abort, current_app, g, jsonify, request


def greeting(name):
    """Return the greeting of the application that is at work."""
    # there is no `app` here: which object stands for the application at work?


def create_app(config):
    """Return an application that opens a connection for each request that needs one."""
    app = Flask(__name__)
    app.config.from_mapping({"GREETING": "Hello", **config})
    desk.init_app(app)

    @app.get("/stats")
    def stats():
        return jsonify(desk.counts())

    # GET /hello, GET /work/<int:times> and GET /refuse/<int:times> are yours.

    return app
