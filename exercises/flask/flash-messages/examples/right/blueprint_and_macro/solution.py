# technique: a blueprint whose book lies in the configuration, a macro for one message
from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

bp = Blueprint("book", __name__)


def book():
    return current_app.config["BOOK"]


def wanted():
    return request.form.get("name", default="").strip()


@bp.route("/")
def index():
    return render_template("index.html", names=book())


@bp.route("/count")
def count():
    return {"count": len(book())}


@bp.route("/sign", methods=["POST"])
def sign():
    name = wanted()
    if name and name not in book():
        book()[name] = True
        message = name + " has signed.", "success"
    elif name:
        message = name + " has signed already.", "warning"
    else:
        message = "Please write a name.", "error"
    flash(*message)
    return redirect(url_for(".index"))


@bp.route("/erase", methods=["POST"])
def erase():
    name = wanted()
    if book().pop(name, None):
        flash(f"{name} was erased.", category="info")
    else:
        flash("There is no such name.", category="error")
    return redirect(url_for(".index"))


def create_app(config):
    app = Flask(__name__)
    app.config.from_mapping(config, BOOK={})
    app.register_blueprint(bp)
    return app
