"""A list of tasks, behind a few addresses."""

from flask import Flask, abort, jsonify, request


def create_app():
    """Return an application without tasks."""
    app = Flask(__name__)
    tasks = {}
    last = 0

    def found(number):
        if number not in tasks:
            abort(404)
        return tasks[number]

    def sent():
        data = request.get_json()
        if not data.get("title"):
            abort(400)
        return data

    @app.get("/")
    def hello():
        return "Hello, Flask!"

    @app.get("/hello/<name>")
    def greet(name):
        return {"hello": name}

    @app.get("/double/<int:number>")
    def double(number):
        return {"number": number, "double": 2 * number}

    @app.get("/files/<path:name>")
    def file(name):
        return {"file": name}

    @app.get("/tasks")
    def index():
        return jsonify(list(tasks.values()))

    @app.post("/tasks")
    def create():
        nonlocal last
        title = sent()["title"]
        last += 1
        tasks[last] = {"id": last, "title": title, "done": False}
        return tasks[last], 201

    @app.get("/tasks/<int:number>")
    def show(number):
        return found(number)

    @app.put("/tasks/<int:number>")
    def replace(number):
        task = found(number)
        data = sent()
        task.update(title=data["title"], done=data.get("done", False))
        return task

    @app.delete("/tasks/<int:number>")
    def delete(number):
        found(number)
        del tasks[number]
        return "", 204

    return app
