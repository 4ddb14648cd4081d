# technique: a function makes a new blueprint for each book, with its notes in a closure
from admin import make_admin
from flask import Flask, jsonify, url_for
from notes import make_book


def create_app(config):
    app = Flask("books")
    app.config.from_mapping(config)
    books = {name: [] for name in config["BOOKS"]}
    for name, prefix in config["BOOKS"].items():
        app.register_blueprint(make_book(name, books[name]), url_prefix=prefix)
    app.register_blueprint(make_admin(books, config["TOKEN"]))
    app.register_error_handler(404, lambda error: (jsonify(error="no such page"), 404))
    app.add_url_rule("/", "home", lambda: {name: url_for(name + ".listed") for name in books})
    return app
