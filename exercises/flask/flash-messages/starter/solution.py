from flask import Flask, jsonify, render_template


def create_app(config):
    """Return an application with an empty guest book."""
    app = Flask(__name__)
    app.config.update(config)  # holds a SECRET_KEY, without which there is no session
    names = []

    @app.get("/")
    def index():
        return render_template("index.html", names=names)

    @app.get("/count")
    def count():
        return jsonify(count=len(names))

    # POST /sign and POST /erase are yours.

    return app
