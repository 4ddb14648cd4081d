# technique: prefixes taken apart before the view, the books on the application itself, a list for each prefix
import admin
import flask
import notes


def create_app(config):
    app = flask.Flask(__name__)
    app.config.update(config)
    app.books = {}
    for name, prefix in app.config["BOOKS"].items():
        app.books[name] = []
        app.register_blueprint(notes.bp, name=name, url_prefix=prefix, url_defaults={"book": name})
    outer = flask.Blueprint("outer", __name__, url_prefix="/admin")
    outer.add_url_rule("/books", view_func=admin.books)
    outer.add_url_rule("/clear/<name>", view_func=admin.clear, methods=["POST"])
    outer.before_request(admin.token)
    app.register_blueprint(outer, name="admin")

    @app.route("/")
    def first():
        return flask.jsonify({name: flask.url_for(name + ".every") for name in app.books})

    @app.errorhandler(404)
    def nowhere(error):
        return flask.jsonify({"error": "no such page"}), 404

    return app
