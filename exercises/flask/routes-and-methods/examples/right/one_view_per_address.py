# technique: one view for each address, which looks at the method itself
from flask import Flask, jsonify, request


def create_app():
    app = Flask(__name__)
    app.tasks = []
    app.made = 0

    @app.route("/")
    def home():
        return "<p>Hello, Flask!</p>"

    @app.route("/hello/<name>")
    def hello(name):
        return jsonify(hello=name)

    @app.route("/double/<int:n>")
    def double(n):
        return jsonify({"double": n + n, "number": n})

    @app.route("/files/<path:rest>")
    def files(rest):
        return jsonify(file=rest)

    @app.route("/tasks", methods=["GET", "POST"])
    def tasks():
        if request.method == "GET":
            return jsonify(app.tasks)
        title = request.json.get("title", "")
        if title == "":
            return jsonify(error="no title"), 400
        app.made += 1
        app.tasks.append({"id": app.made, "title": title, "done": False})
        return jsonify(app.tasks[-1]), 201

    @app.route("/tasks/<int:n>", methods=["GET", "PUT", "DELETE"])
    def task(n):
        for place, one in enumerate(app.tasks):
            if one["id"] == n:
                break
        else:
            return jsonify(error="no such task"), 404
        if request.method == "DELETE":
            app.tasks.pop(place)
            return "", 204
        if request.method == "PUT":
            title = request.json.get("title")
            if not title:
                return jsonify(error="no title"), 400
            app.tasks[place] = {"id": n, "title": title, "done": bool(request.json.get("done"))}
        return jsonify(app.tasks[place])

    return app
