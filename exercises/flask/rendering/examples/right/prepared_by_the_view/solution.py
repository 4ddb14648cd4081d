# technique: the view prepares every text and address, the templates only print
from flask import Flask, render_template, request, url_for


def price_of(dish):
    whole, cents = divmod(dish["price"], 100)
    return f"{whole}.{cents:02}" if dish["price"] > 0 else "free"


def row_of(dish):
    return {
        "address": url_for("one_dish", key=dish["number"]),
        "name": dish["name"],
        "price": price_of(dish),
        "mark": dish["left"] == 0,
    }


def page(heading, dishes):
    word = "dish" if len(dishes) == 1 else "dishes"
    return render_template(
        "index.html", heading=heading, rows=[row_of(dish) for dish in dishes], count=f"{len(dishes)} {word}"
    )


def create_app():
    app = Flask(__name__)
    menu = []
    by_number = {}

    @app.route("/dishes", methods=["POST"])
    def add():
        dish = request.get_json()
        menu.append(dish)
        by_number.setdefault(dish["number"], dish)
        return "", 204

    @app.route("/")
    def home():
        guest = request.args.get("guest", "")
        return page("Menu for " + guest if guest else "Menu", menu)

    @app.route("/tags/<string:name>")
    def with_tag(name):
        return page("Menu: " + name, [dish for dish in menu if name in dish["tags"]])

    @app.route("/dishes/<int:key>")
    def one_dish(key):
        dish = by_number.get(key)
        if dish is None:
            return "There is no such dish.", 404
        tags = [(tag, url_for("with_tag", name=tag)) for tag in dish["tags"]]
        left = f"{dish['left']} left" if dish["left"] else "Sold out"
        return render_template(
            "dish.html",
            name=dish["name"].upper(),
            price=price_of(dish),
            left=left,
            tags=tags,
            home=url_for("home"),
        )

    return app
