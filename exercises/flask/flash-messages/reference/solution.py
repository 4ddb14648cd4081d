"""A guest book whose actions leave messages for the next page."""

from flask import Flask, flash, jsonify, redirect, render_template, request


def create_app(config):
    """Return an application with an empty guest book."""
    app = Flask(__name__)
    app.config.update(config)
    names = []

    def typed():
        return request.form.get("name", "").strip()

    @app.get("/")
    def index():
        return render_template("index.html", names=names)

    @app.get("/count")
    def count():
        return jsonify(count=len(names))

    @app.post("/sign")
    def sign():
        name = typed()
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
        name = typed()
        if name in names:
            names.remove(name)
            flash(f"{name} was erased.", "info")
        else:
            flash("There is no such name.", "error")
        return redirect("/")

    return app
