# fails: test_missing_notes, test_any_sequence
# because: note 0 is the last one of the list
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
        app.register_blueprint(notes.bp, name=name, url_prefix=prefix)
    app.register_blueprint(admin.bp, url_prefix="/admin")

    @app.get("/")
    def home():
        return {name: url_for(f"{name}.index") for name in books}

    @app.errorhandler(404)
    def not_found(error):
        return {"error": "no such page"}, 404

    return app
