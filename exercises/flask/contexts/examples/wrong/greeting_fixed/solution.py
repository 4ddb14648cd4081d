# fails: test_greeting_from_the_configuration, test_two_applications, test_outside_a_request, test_fresh_sequences
# because: the greeting is written into the code instead of read from the configuration
import desk
from flask import Flask, abort, g, jsonify, request


def greeting(name):
    """Return the greeting of the application that is at work."""
    return f"Hello, {name}!"


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
        return jsonify(connection=connection.number if times else None, uses=connection.uses if times else 0)

    @app.get("/refuse/<int:times>")
    def refuse(times):
        use(times)
        abort(409)

    @app.get("/stats")
    def stats():
        return jsonify(desk.counts())

    return app
