# fails: test_another_frame, test_fresh_pages, test_both_frames
# because: titles of pages take the name of the site from the configuration, not from the frame
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

    @app.get("/")
    def index():
        return render_template("index.html", news=news)

    @app.get("/news")
    def all_news():
        return render_template("news.html", news=news)

    @app.get("/about")
    def about():
        return render_template("about.html")

    return app
