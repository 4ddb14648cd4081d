# technique: a filter of its own for prices, a macro for one line, objects instead of dictionaries
from types import SimpleNamespace

import flask


class Menu:
    def __init__(self):
        self.dishes = []

    def add(self):
        self.dishes.append(SimpleNamespace(**flask.request.get_json()))
        return flask.Response(status=204)

    def index(self):
        guest = flask.request.args.get("guest") or None
        return flask.render_template("index.html", guest=guest, dishes=self.dishes)

    def tagged(self, tag):
        found = list(filter(lambda dish: tag in dish.tags, self.dishes))
        return flask.render_template("index.html", tag=tag, dishes=found)

    def show(self, number):
        found = next((dish for dish in self.dishes if dish.number == number), None)
        if found is None:
            flask.abort(404)
        return flask.render_template("dish.html", **vars(found))


def create_app():
    app = flask.Flask(__name__)
    menu = Menu()
    app.add_template_filter(lambda cents: f"{cents / 100:.2f}" if cents else "free", "money")
    app.add_url_rule("/dishes", "add", menu.add, methods=["POST"])
    app.add_url_rule("/", "index", menu.index)
    app.add_url_rule("/tags/<tag>", "tagged", menu.tagged)
    app.add_url_rule("/dishes/<int:number>", "show", menu.show)
    return app
