# technique: a logger named after the module, levels as numbers, one method that logs and answers
import logging
import re

from flask import Flask, request

log = logging.getLogger(__name__)
LEVELS = {name: getattr(logging, name) for name in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")}


class Shop:
    def __init__(self, limit):
        self.limit, self.orders = limit, []

    def add(self):
        item, count = (request.form.get(key, "") for key in ("item", "count"))
        log.log(10, "received item=%r count=%r", item, count)
        if re.fullmatch("0*[1-9][0-9]*", count) is None:
            log.log(40, "refused count=%r", count)
            return {"error": "count"}, 400
        if len(self.orders) == self.limit:
            log.log(50, "the book is full with %d orders", self.limit)
            return {"error": "full"}, 503
        self.orders.append({"item": item, "count": int(count)})
        number = len(self.orders)
        if int(count) >= 101:
            log.log(30, "order %d is large: %d of %r", number, int(count), item)
        log.log(20, "stored order %d: %d of %r", number, int(count), item)
        return {"order": number}, 201

    def level(self):
        try:
            log.setLevel(LEVELS[request.form.get("level")])
        except KeyError:
            log.error("unknown level %r", request.form.get("level", ""))
            return {"error": "level"}, 400
        return "", 204


def create_app(config):
    app = Flask(__name__)
    log.setLevel(LEVELS[config.get("LOG_LEVEL", "WARNING")])
    shop = Shop(config.get("LIMIT", 3))
    app.add_url_rule("/orders", view_func=shop.add, methods=["POST"])
    app.add_url_rule("/orders", "index", lambda: shop.orders)
    app.add_url_rule("/level", view_func=shop.level, methods=["POST"])
    return app
