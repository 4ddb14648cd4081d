from flask import current_app, g
from werkzeug.local import LocalProxy


class Connection:
    def __init__(self, number):
        self.number = number
        self.uses = 0

    def use(self):
        self.uses += 1


def counts():
    return current_app.config["COUNTS"]


def get_connection():
    try:
        return g.connection
    except AttributeError:
        for name in ("opened", "open"):
            counts()[name] += 1
        g.connection = Connection(counts()["opened"])
        return g.connection


connection = LocalProxy(get_connection)


def close_connection(error=None):
    if hasattr(g, "connection"):
        del g.connection
        counts()["open"] -= 1
