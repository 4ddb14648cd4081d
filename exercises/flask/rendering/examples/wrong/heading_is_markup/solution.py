# fails: test_escaped, test_any_menu, test_fresh_menus
# because: the heading is built as HTML with the guest in it
from flask import Flask, abort, render_template, request
from markupsafe import Markup


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
        guest = request.args.get("guest")
        return render_template(
            "index.html", heading=Markup(f"Menu for {guest}") if guest else "Menu", dishes=dishes
        )

    @app.get("/tags/<tag>")
    def tagged(tag):
        found = [dish for dish in dishes if tag in dish["tags"]]
        return render_template("index.html", heading=f"Menu: {tag}", dishes=found)

    @app.get("/dishes/<int:number>")
    def show(number):
        for dish in dishes:
            if dish["number"] == number:
                return render_template("dish.html", dish=dish)
        abort(404)

    return app
