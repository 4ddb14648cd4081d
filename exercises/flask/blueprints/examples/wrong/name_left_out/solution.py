# fails: test_one_book, test_two_books, test_home, test_missing_notes, test_other_paths, test_token, test_admin, test_registered_names, test_any_sequence, test_two_applications, test_fresh_books
# because: the second registration has no name of its own
import admin
import notes
from flask import Flask, url_for


def create_app(config):
    """Return an application with the books of its configuration, all of them empty."""
    app = Flask(__name__)
    app.config.update(config)
    books = app.config["BOOKS"]
    app.extensions["books"] = {name: [] for name in books}
    for name, prefix in books.items():
        app.register_blueprint(notes.bp, url_prefix=prefix)
    app.register_blueprint(admin.bp, url_prefix="/admin")

    @app.get("/")
    def home():
        return {name: url_for(f"{name}.index") for name in books}

    @app.errorhandler(404)
    def not_found(error):
        return {"error": "no such page"}, 404

    return app
