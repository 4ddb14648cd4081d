"""A connection for each request that needs one; this module knows no application by name."""

from flask import current_app, g


class Connection:
    """Stands for a connection to a database: it has a number, and counts how often it is used."""

    def __init__(self, number):
        self.number = number
        self.uses = 0

    def use(self):
        """Count one use."""
        self.uses += 1


def init_app(app):
    """Have an application count its connections, and close one when its request ends."""
    app.extensions["desk"] = {"opened": 0, "open": 0}


def counts():
    """Return how many connections were opened, and how many are open."""
    return current_app.extensions["desk"]


def get_connection():
    """Return the connection of this request, opened at the first call."""
    if "connection" not in g:
        counts()["opened"] += 1
        counts()["open"] += 1
        g.connection = Connection(counts()["opened"])
    return g.connection


def close_connection(error=None):
    """Close the connection of this request, if it opened one."""
    if g.pop("connection", None) is not None:
        counts()["open"] -= 1
