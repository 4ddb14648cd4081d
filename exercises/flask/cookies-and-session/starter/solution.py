from flask import Flask, jsonify, make_response, request, session

THEMES = ("light", "dark")
MONTH = 30 * 24 * 60 * 60  # seconds


def create_app(config):
    """Return an application whose visitors are told apart by their cookies."""
    app = Flask(__name__)
    app.config.update(config)  # holds a SECRET_KEY, with which the session is signed

    @app.get("/")
    def index():
        return jsonify(theme="light", user=None, visits=0, basket=[])

    # POST /theme, DELETE /theme, POST /login, POST /logout and POST /basket are yours.

    return app
