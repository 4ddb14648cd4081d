# technique: a store object in the configuration, endpoints with their names, exceptions for missing things
import admin
import notes
from flask import Flask, current_app, url_for


class Store:
    def __init__(self, names):
        self.names = list(names)
        self.rows = []

    def of(self, book):
        return [text for owner, text in self.rows if owner == book]

    def add(self, book, text):
        self.rows.append((book, text))

    def clear(self, book):
        self.rows = [row for row in self.rows if row[0] != book]


def home():
    return {name: url_for(name + ".index") for name in current_app.config["STORE"].names}


def create_app(config):
    app = Flask(__name__)
    app.config.update(config, STORE=Store(config["BOOKS"]))
    app.register_blueprint(admin.bp)
    for name, prefix in config["BOOKS"].items():
        app.register_blueprint(notes.bp, url_prefix=prefix, name=name)
    app.add_url_rule("/", view_func=home)
    app.register_error_handler(404, lambda error: ({"error": "no such page"}, 404))
    return app
