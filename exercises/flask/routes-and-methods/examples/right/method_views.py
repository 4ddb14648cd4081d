# technique: classes whose methods bear the names of HTTP's
import itertools

from flask import Flask, abort, request
from flask.views import MethodView


class Tasks(MethodView):
    init_every_request = False

    def __init__(self, rows, numbers):
        self.rows, self.numbers = rows, numbers

    def get(self):
        return [self.rows[key] for key in sorted(self.rows)]

    def post(self):
        title = title_of(request.get_json())
        number = next(self.numbers)
        self.rows[number] = {"id": number, "title": title, "done": False}
        return self.rows[number], 201


class OneTask(MethodView):
    init_every_request = False

    def __init__(self, rows):
        self.rows = rows

    def dispatch_request(self, number):
        if number not in self.rows:
            abort(404)
        return super().dispatch_request(number=number)

    def get(self, number):
        return self.rows[number]

    def put(self, number):
        data = request.get_json()
        self.rows[number] = {"id": number, "title": title_of(data), "done": data.get("done", False)}
        return self.rows[number]

    def delete(self, number):
        del self.rows[number]
        return b"", 204


def title_of(data):
    if data.get("title", "") == "":
        abort(400, "a task needs a title")
    return data["title"]


def create_app():
    app = Flask(__name__)
    rows = {}
    app.add_url_rule("/", view_func=lambda: "Hello, Flask!", endpoint="hello")
    app.add_url_rule("/hello/<string:name>", view_func=lambda name: {"hello": name}, endpoint="greet")
    app.add_url_rule(
        "/double/<int:number>",
        view_func=lambda number: {"number": number, "double": number * 2},
        endpoint="double",
    )
    app.add_url_rule("/files/<path:name>", view_func=lambda name: {"file": name}, endpoint="file")
    app.add_url_rule("/tasks", view_func=Tasks.as_view("tasks", rows, itertools.count(1)))
    app.add_url_rule("/tasks/<int:number>", view_func=OneTask.as_view("task", rows))
    return app
