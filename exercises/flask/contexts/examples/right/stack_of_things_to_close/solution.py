# technique: an exit stack in `g` that closes whatever a request opened; counts by objects
import desk
import flask


def greeting(name):
    app = flask.current_app
    return "%s, %s!" % (app.config.get("GREETING", "Hello"), name)


class Views:
    def hello(self):
        return flask.jsonify({"text": greeting(flask.g.get("user", "guest"))})

    def work(self, times):
        answer = {"connection": None, "uses": 0}
        while answer["uses"] < times:
            connection = desk.get_connection()
            connection.use()
            answer = {"connection": connection.number, "uses": connection.uses}
        return flask.jsonify(answer)

    def refuse(self, times):
        self.work(times)
        return "refused", 409

    def stats(self):
        return flask.jsonify(desk.counts())


def create_app(config):
    app = flask.Flask(__name__)
    app.config.from_mapping(config)
    desk.init_app(app)

    @app.before_request
    def remember():
        if "X-User" in flask.request.headers:
            flask.g.user = flask.request.headers["X-User"]

    views = Views()
    app.add_url_rule("/hello", view_func=views.hello)
    app.add_url_rule("/stats", view_func=views.stats)
    app.add_url_rule("/work/<int:times>", view_func=views.work)
    app.add_url_rule("/refuse/<int:times>", view_func=views.refuse)
    return app
