import admin
import notes
from flask import Flask, url_for


def create_app(config):
    """Return an application with the books of its configuration, all of them empty."""
    app = Flask(__name__)
    app.config.update(config)
    books = app.config["BOOKS"]  # name -> prefix, such as {"work": "/work"}

    # Register notes.bp once for each book, and admin.bp once. GET / and the handler for 404 are yours.

    return app
