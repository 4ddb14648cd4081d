# technique: a proxy of its own for the connection, as Flask has for the application, and a blueprint
from desk import close_connection, connection, counts
from flask import Blueprint, Flask, abort, current_app, request

bp = Blueprint("desk", __name__)


def greeting(name):
    return current_app.config["GREETING"] + ", " + name + "!"


@bp.route("/hello")
def hello():
    return {"text": greeting(request.headers.get("X-User", "guest"))}


@bp.route("/work/<int:times>")
def work(times):
    for _ in range(times):
        connection.use()
    if not times:
        return {"connection": None, "uses": 0}
    return {"connection": connection.number, "uses": connection.uses}


@bp.route("/refuse/<int:times>")
def refuse(times):
    work(times)
    return abort(409)


@bp.route("/stats")
def stats():
    return counts()


def create_app(config):
    app = Flask(__name__)
    app.config["GREETING"] = "Hello"
    app.config.update(config)
    app.config["COUNTS"] = {"opened": 0, "open": 0}
    app.register_blueprint(bp)
    app.teardown_request(close_connection)
    return app
