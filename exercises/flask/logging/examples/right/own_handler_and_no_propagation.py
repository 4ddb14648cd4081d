# technique: a handler of its own, records that do not go up, a table of events with their levels
import logging

import flask

EVENTS = {
    "received": (logging.DEBUG, "received item=%r count=%r"),
    "refused": (logging.ERROR, "refused count=%r"),
    "full": (logging.CRITICAL, "the book is full with %d orders"),
    "large": (logging.WARNING, "order %d is large: %d of %r"),
    "stored": (logging.INFO, "stored order %d: %d of %r"),
    "level": (logging.ERROR, "unknown level %r"),
}
NAMES = [logging.getLevelName(number) for number in range(10, 51, 10)]


def create_app(config):
    app = flask.Flask(__name__)
    app.config.update(config)
    app.logger.propagate = False
    app.logger.addHandler(logging.StreamHandler())
    app.logger.setLevel(config.get("LOG_LEVEL", logging.WARNING))
    orders = []

    def tell(event, *args):
        level, text = EVENTS[event]
        app.logger.log(level, text, *args)

    def refuse(event, error, status, *args):
        tell(event, *args)
        flask.abort(flask.make_response({"error": error}, status))

    @app.route("/orders", methods=["GET", "POST"])
    def book():
        if flask.request.method == "GET":
            return orders
        item, typed = (flask.request.form.get(key, "") for key in ("item", "count"))
        tell("received", item, typed)
        if any(sign not in "0123456789" for sign in typed) or not typed.strip("0"):
            refuse("refused", "count", 400, typed)
        if len(orders) >= app.config.get("LIMIT", 3):
            refuse("full", "full", 503, len(orders))
        count = int(typed)
        orders.append({"item": item, "count": count})
        for event in ["large", "stored"] if count > 100 else ["stored"]:
            tell(event, len(orders), count, item)
        return {"order": len(orders)}, 201

    @app.route("/level", methods=["POST"])
    def level():
        name = flask.request.form.get("level", "")
        if name not in NAMES:
            refuse("level", "level", 400, name)
        app.logger.setLevel(getattr(logging, name))
        return flask.Response(status=204)

    return app
