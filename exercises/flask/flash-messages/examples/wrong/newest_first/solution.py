# fails: test_messages_wait, test_any_sequence, test_fresh_sequences
# because: the page shows the messages in the wrong order
from flask import Flask, flash, jsonify, redirect, render_template, request


def create_app(config):
    """Return an application with an empty guest book."""
    app = Flask(__name__)
    app.config.update(config)
    names = []

    @app.get("/")
    def index():
        return render_template("index.html", names=names)

    @app.get("/count")
    def count():
        return jsonify(count=len(names))

    @app.post("/sign")
    def sign():
        name = request.form.get("name", "").strip()
        if not name:
            flash("Please write a name.", "error")
        elif name in names:
            flash(f"{name} has signed already.", "warning")
        else:
            names.append(name)
            flash(f"{name} has signed.", "success")
        return redirect("/")

    @app.post("/erase")
    def erase():
        name = request.form.get("name", "").strip()
        if name in names:
            names.remove(name)
            flash(f"{name} was erased.", "info")
        else:
            flash("There is no such name.", "error")
        return redirect("/")

    return app
