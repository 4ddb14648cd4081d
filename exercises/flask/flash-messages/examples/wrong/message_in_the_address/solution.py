# fails: test_actions_redirect, test_message_after_an_action, test_categories, test_shown_once, test_messages_wait, test_escaped, test_any_sequence, test_each_browser_has_its_own, test_fresh_sequences
# because: the message travels in the address instead of the session, and stays there
from flask import Flask, jsonify, redirect, render_template, request, url_for


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
            message = "Please write a name.", "error"
        elif name in names:
            message = f"{name} has signed already.", "warning"
        else:
            names.append(name)
            message = f"{name} has signed.", "success"
        return redirect(url_for("index", category=message[1], message=message[0]))

    @app.post("/erase")
    def erase():
        name = request.form.get("name", "").strip()
        if name in names:
            names.remove(name)
            message = f"{name} was erased.", "info"
        else:
            message = "There is no such name.", "error"
        return redirect(url_for("index", category=message[1], message=message[0]))

    return app
