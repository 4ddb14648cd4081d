# technique: method views, a repository of users, attributes set by `__setattr__`, statements instead of loaded objects
from flask import Flask, jsonify, request
from flask.views import MethodView
from sqlalchemy import create_engine, delete, exists, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug import security


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column()
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str] = mapped_column()

    def __init__(self, password, **columns):
        super().__init__(**columns)
        self.password = password

    def __setattr__(self, name, value):
        if name == "password":
            name, value = "password_hash", security.generate_password_hash(value, method="pbkdf2:sha256:1000")
        super().__setattr__(name, value)

    def check_password(self, text):
        return security.check_password_hash(self.password_hash, text)


class Refused(Exception):
    def __init__(self, field, status):
        super().__init__(field)
        self.answer = {"error": field}, status


def text_of(data, field):
    value = data.get(field)
    if type(value) is not str:
        raise Refused(field, 400)
    return value


def read(data, names):
    values = {}
    if "name" in names:
        values["name"] = text_of(data, "name")
        if values["name"].isspace() or values["name"] == "":
            raise Refused("name", 400)
    if "email" in names:
        values["email"] = text_of(data, "email")
        if values["email"].find("@") < 0:
            raise Refused("email", 400)
    if "password" in names:
        values["password"] = text_of(data, "password")
        if not values["password"][7:]:
            raise Refused("password", 400)
    return values


class View(MethodView):
    def __init__(self, engine):
        self.engine = engine

    def free(self, session, email, key=0):
        if session.scalar(select(exists().where(User.email == email, User.id != key))):
            raise Refused("email", 409)

    def row(self, session, key):
        row = session.execute(select(User.id, User.name, User.email).where(User.id == key)).first()
        if row is None:
            raise Refused("id", 404)
        return row._asdict()


class Users(View):
    def get(self):
        with Session(self.engine) as session:
            rows = session.execute(select(User.id, User.name, User.email).order_by(User.id))
            return jsonify([row._asdict() for row in rows])

    def post(self):
        values = read(request.get_json(), ["name", "email", "password"])
        with Session(self.engine) as session, session.begin():
            self.free(session, values["email"])
            user = User(**values)
            session.add(user)
            session.flush()
            return self.row(session, user.id), 201


class OneUser(View):
    def get(self, key):
        with Session(self.engine) as session:
            return self.row(session, key)

    def put(self, key):
        data = request.get_json()
        with Session(self.engine) as session, session.begin():
            self.row(session, key)
            values = read(data, data)
            if "email" in values:
                self.free(session, values["email"], key)
            user = session.get(User, key)
            for name, value in values.items():
                setattr(user, name, value)
            session.flush()
            return self.row(session, key)

    def delete(self, key):
        with Session(self.engine) as session, session.begin():
            self.row(session, key)
            session.execute(delete(User).where(User.id == key))
        return "", 204


class Login(View):
    def post(self):
        data = request.get_json()
        with Session(self.engine) as session:
            found = session.scalars(select(User).where(User.email == data["email"])).all()
            if not any(user.check_password(data["password"]) for user in found):
                raise Refused("login", 401)
            return {"id": found[0].id}


def create_app(config):
    app = Flask(__name__)
    app.config.update(config)
    engine = create_engine(config["SQLALCHEMY_DATABASE_URI"])
    Base.metadata.create_all(engine)
    app.add_url_rule("/users", view_func=Users.as_view("users", engine))
    app.add_url_rule("/users/<int:key>", view_func=OneUser.as_view("user", engine))
    app.add_url_rule("/login", view_func=Login.as_view("login", engine))
    app.register_error_handler(Refused, lambda error: error.answer)
    return app
