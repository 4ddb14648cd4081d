# fails: test_escaped, test_any_sequence, test_fresh_sequences
# because: the name is escaped before it is stored, and once more by the template
from flask import Flask, flash, jsonify, redirect, render_template, request
from markupsafe import escape


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
        name = str(escape(name))
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
        name = str(escape(name))
        if name in names:
            names.remove(name)
            flash(f"{name} was erased.", "info")
        else:
            flash("There is no such name.", "error")
        return redirect("/")

    return app
