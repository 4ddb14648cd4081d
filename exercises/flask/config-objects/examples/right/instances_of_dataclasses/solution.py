# technique: frozen dataclasses whose instances are read, an application class that knows its rules
import re

import flask
from settings import settings_for


class Shelf(flask.Flask):
    def set_up(self, given):
        environment = given.get("ENVIRONMENT", "production")
        self.config.from_object(settings_for(environment))
        self.config.from_mapping(given, ENVIRONMENT=environment)
        if environment == "production":
            if self.config["DEBUG"]:
                raise ValueError("visitors would see the debugger")
            if self.config["SECRET_KEY"] in (None, ""):
                raise ValueError("sessions would be forged")


def create_app(config):
    app = Shelf(__name__)
    app.set_up(config)
    shown = ["DEBUG", "ENVIRONMENT", "ITEMS_PER_PAGE", "SESSION_COOKIE_SECURE", "TESTING", "TITLE"]
    app.add_url_rule("/", "index", lambda: {key: app.config[key] for key in shown})

    @app.route("/items")
    def items():
        size = app.config.get("ITEMS_PER_PAGE")
        skipped = size * (int(flask.request.args.get("page", 1)) - 1)
        return flask.jsonify([f"item {n + 1}" for n in range(skipped, min(50, skipped + size))])

    @app.route("/config/<key>")
    def setting(key):
        if re.search("KEY|PASSWORD|DATABASE", key):
            flask.abort(403)
        return flask.jsonify(app.config[key]) if key in app.config else flask.abort(404)

    return app
