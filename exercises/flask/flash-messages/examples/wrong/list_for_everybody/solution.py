# fails: test_message_after_an_action, test_categories, test_shown_once, test_messages_wait, test_escaped, test_any_sequence, test_each_browser_has_its_own, test_fresh_sequences
# because: messages wait in a list of the application, which all browsers share
from flask import Flask, jsonify, redirect, render_template, request


def create_app(config):
    """Return an application with an empty guest book."""
    app = Flask(__name__)
    app.config.update(config)
    names = []
    messages = []

    def flash(text, category):
        messages.append((category, text))

    @app.get("/")
    def index():
        shown = messages.copy()
        messages.clear()
        return render_template("index.html", names=names, messages=shown)

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
