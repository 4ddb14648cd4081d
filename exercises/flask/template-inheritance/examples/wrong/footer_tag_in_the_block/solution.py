# fails: test_about, test_text_is_escaped, test_defaults, test_super_of_the_frame, test_any_sequence, test_fresh_pages, test_both_frames
# because: the tag of the footer belongs to the block, so that a page replaces it
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
