# technique: one view serves the three pages and hands over what is active
from flask import Flask, abort, render_template, request
from jinja2 import ChoiceLoader, DictLoader


def create_app(config):
    """Return an application without news."""
    app = Flask(__name__)
    app.config.update(config)
    extra = config.get("TEMPLATES", {})
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

    @app.context_processor
    def links():
        return {"links": {"/": "Home", "/news": "News", "/about": "About"}}

    @app.get("/", defaults={"page": "index"})
    @app.get("/<any(news, about):page>")
    def show(page):
        return render_template(f"{page}.html", news=list(news), here=request.path)

    return app
