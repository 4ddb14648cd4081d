# technique: one view for list and tag, the template loops with an else and quotes addresses by a filter
from flask import Flask, current_app, make_response, render_template, request


def create_app():
    app = Flask(__name__)
    app.config["DISHES"] = []

    @app.post("/dishes")
    def add():
        app.config["DISHES"].append(request.json)
        return "", 204

    @app.route("/")
    @app.route("/tags/<tag>")
    def menu(tag=None):
        guest = request.args.get("guest")
        if tag is not None:
            heading = f"Menu: {tag}"
        elif guest:
            heading = f"Menu for {guest}"
        else:
            heading = "Menu"
        return render_template("index.html", heading=heading, tag=tag)

    @app.route("/dishes/<int:number>")
    def dish(number):
        for one in current_app.config["DISHES"]:
            if one["number"] == number:
                return render_template("dish.html", dish=one)
        return make_response("", 404)

    return app
