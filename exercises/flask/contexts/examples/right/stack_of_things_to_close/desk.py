from contextlib import ExitStack, contextmanager
from itertools import count

from flask import current_app, g


class Connection:
    def __init__(self, number):
        self.number, self.uses = number, 0

    def use(self):
        self.uses += 1


class Desk:
    def __init__(self):
        self.numbers, self.last, self.open = count(1), 0, set()

    @contextmanager
    def connect(self):
        self.last = next(self.numbers)
        self.open.add(self.last)
        yield Connection(self.last)
        self.open.discard(self.last)


def get_connection():
    if not hasattr(g, "stack"):
        g.stack = ExitStack()
        g.connection = g.stack.enter_context(current_app.extensions["desk"].connect())
    return g.connection


def counts():
    desk = current_app.extensions["desk"]
    return {"opened": desk.last, "open": len(desk.open)}


def init_app(app):
    app.extensions["desk"] = Desk()

    @app.teardown_appcontext
    def end(error):
        if hasattr(g, "stack"):
            g.stack.close()
