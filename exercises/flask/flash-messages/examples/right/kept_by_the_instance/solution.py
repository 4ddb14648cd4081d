# technique: a class whose methods are the views; the template unpacks each pair itself
import flask


class GuestBook:
    def __init__(self):
        self.names = []

    def index(self):
        return flask.render_template("index.html", names=self.names)

    def count(self):
        return flask.jsonify({"count": len(self.names)})

    def change(self, action):
        name = (flask.request.form.get("name") or "").strip()
        text, category = getattr(self, action)(name)
        flask.flash(text, category)
        return flask.redirect(flask.url_for("index"))

    def sign(self, name):
        if not name:
            return "Please write a name.", "error"
        if name in self.names:
            return f"{name} has signed already.", "warning"
        self.names.append(name)
        return f"{name} has signed.", "success"

    def erase(self, name):
        try:
            self.names.remove(name)
        except ValueError:
            return "There is no such name.", "error"
        return f"{name} was erased.", "info"


def create_app(config):
    app = flask.Flask(__name__)
    app.config.update(config)
    book = GuestBook()
    app.add_url_rule("/", "index", book.index)
    app.add_url_rule("/count", "count", book.count)
    for action in ("sign", "erase"):
        app.add_url_rule(f"/{action}", action, book.change, methods=["POST"], defaults={"action": action})
    return app
