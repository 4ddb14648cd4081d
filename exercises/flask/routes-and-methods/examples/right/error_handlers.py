# technique: exceptions of its own, turned into answers by handlers; tasks are objects
from dataclasses import asdict, dataclass

from flask import Flask, Response, json, make_response, request


@dataclass
class Task:
    id: int
    title: str
    done: bool = False


class Missing(Exception):
    pass


class Bad(Exception):
    pass


class Shelf:
    def __init__(self):
        self.made = []

    def add(self, title):
        self.made.append(Task(len(self.made) + 1, title))
        return self.made[-1]

    def find(self, number):
        if not 1 <= number <= len(self.made) or self.made[number - 1] is None:
            raise Missing
        return self.made[number - 1]


def create_app():
    app = Flask("tasks")
    shelf = Shelf()
    app.register_error_handler(Missing, lambda error: ("there is no such task", 404))
    app.register_error_handler(Bad, lambda error: ({"error": "title"}, 400))

    def answer(value, status=200):
        return Response(json.dumps(value), status, mimetype="application/json")

    def body():
        data = request.get_json()
        if "title" not in data or len(data["title"]) == 0:
            raise Bad
        return data

    @app.get("/")
    def index():
        return make_response("Hello, Flask!", 200)

    @app.get("/hello/<name>")
    def hello(name):
        return answer({"hello": name})

    @app.get("/double/<int:number>")
    def double(number):
        return answer({"number": number, "double": number << 1})

    @app.get("/files/<path:name>")
    def file(name):
        return answer({"file": name})

    @app.get("/tasks")
    def every():
        return answer([asdict(task) for task in shelf.made if task])

    @app.post("/tasks")
    def add():
        return answer(asdict(shelf.add(body()["title"])), 201)

    @app.get("/tasks/<int:number>")
    def one(number):
        return answer(asdict(shelf.find(number)))

    @app.put("/tasks/<int:number>")
    def replace(number):
        task = shelf.find(number)
        data = body()
        task.title, task.done = data["title"], data.get("done") is True
        return answer(asdict(task))

    @app.delete("/tasks/<int:number>")
    def remove(number):
        shelf.find(number)
        shelf.made[number - 1] = None
        return Response(status=204)

    return app
