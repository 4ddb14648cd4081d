from flask import Flask, abort, render_template, request
from jinja2 import ChoiceLoader, DictLoader


def create_app(config):
    """Return an application without news."""
    app = Flask(__name__)
    app.config.update(config)
    extra = config.get("TEMPLATES", {})  # templates of other people, which come before the files
    app.jinja_loader = ChoiceLoader([DictLoader(extra), app.jinja_loader])
    news = []

    @app.post("/news")
    def add():
        news.append(request.form["title"])
        return "", 204

    @app.get("/extra/<name>")
    def extra_page(name):
        if f"{name}.html" not in extra:
            abort(404)
        return render_template(f"{name}.html")

    # GET /, GET /news and GET /about are yours.

    return app
