from flask import Flask, abort, render_template, request


def create_app():
    """Return an application with an empty menu."""
    app = Flask(__name__)
    dishes = []

    @app.post("/dishes")
    def add():
        dishes.append(request.get_json())
        return "", 204

    @app.get("/")
    def index():
        return render_template("index.html", heading="…", dishes=dishes)

    # GET /tags/<tag> and GET /dishes/<int:number> are yours.

    return app
