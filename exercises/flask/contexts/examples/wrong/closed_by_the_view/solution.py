# fails: test_closed_after_each_request, test_any_sequence, test_fresh_sequences
# because: the view closes its connection, so that a refused request leaves it open
import desk
from flask import Flask, abort, current_app, g, jsonify, request


def greeting(name):
    """Return the greeting of the application that is at work."""
    return f"{current_app.config['GREETING']}, {name}!"


def create_app(config):
    """Return an application that opens a connection for each request that needs one."""
    app = Flask(__name__)
    app.config.from_mapping({"GREETING": "Hello", **config})
    desk.init_app(app)

    @app.before_request
    def know_user():
        g.user = request.headers.get("X-User", "guest")

    @app.get("/hello")
    def hello():
        return jsonify(text=greeting(g.user))

    def use(times):
        for _ in range(times):
            desk.get_connection().use()

    @app.get("/work/<int:times>")
    def work(times):
        use(times)
        connection = desk.get_connection() if times else None
        desk.close_connection()
        return jsonify(connection=connection.number if times else None, uses=connection.uses if times else 0)

    @app.get("/refuse/<int:times>")
    def refuse(times):
        use(times)
        abort(409)

    @app.get("/stats")
    def stats():
        return jsonify(desk.counts())

    return app
