# technique: one session for each request in `g`, classic columns, the database's own unique constraint
from flask import Blueprint, Flask, abort, current_app, g, jsonify, make_response, request
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import declarative_base, sessionmaker
from werkzeug.security import check_password_hash, generate_password_hash

Base = declarative_base()
bp = Blueprint("users", __name__)


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False)
    email = Column(String, nullable=False, unique=True, index=True)
    password_hash = Column(String, nullable=False)

    def __init__(self, name, email, password):
        self.name, self.email, self.password = name, email, password

    def _hash(self, text):
        self.password_hash = generate_password_hash(text, "pbkdf2:sha256:1000")

    password = property(fset=_hash)

    def check_password(self, text):
        return check_password_hash(self.password_hash, text)

    def to_dict(self):
        return {"id": self.id, "name": self.name, "email": self.email}


def stop(field, status):
    abort(make_response(jsonify(error=field), status))


def session():
    if "session" not in g:
        g.session = current_app.config["SESSION"]()
    return g.session


def find(key):
    return session().get(User, key) or stop("id", 404)


def check(data, required):
    for field in ("name", "email", "password"):
        if field not in data and not required:
            continue
        value = data.get(field)
        good = isinstance(value, str)
        if good and field == "name":
            good = bool(value.strip())
        elif good and field == "email":
            good = value.count("@") > 0
        elif good:
            good = len(value) > 7
        if not good:
            stop(field, 400)


def commit():
    try:
        session().commit()
    except IntegrityError:
        session().rollback()
        stop("email", 409)


@bp.post("/users")
def create():
    data = request.json
    check(data, required=True)
    user = User(data["name"], data["email"], data["password"])
    session().add(user)
    commit()
    return user.to_dict(), 201


@bp.get("/users")
def index():
    return [user.to_dict() for user in session().query(User).order_by(User.id)]


@bp.get("/users/<int:key>")
def show(key):
    return find(key).to_dict()


@bp.put("/users/<int:key>")
def update(key):
    user, data = find(key), request.json
    check(data, required=False)
    for field in {"name", "email", "password"} & set(data):
        setattr(user, field, data[field])
    commit()
    return user.to_dict()


@bp.delete("/users/<int:key>")
def delete(key):
    session().delete(find(key))
    session().commit()
    return "", 204


@bp.post("/login")
def login():
    user = session().query(User).filter_by(email=request.json["email"]).first()
    if user and user.check_password(request.json["password"]):
        return {"id": user.id}
    stop("login", 401)


def create_app(config):
    app = Flask(__name__)
    app.config.from_mapping(config)
    engine = create_engine(config["SQLALCHEMY_DATABASE_URI"])
    Base.metadata.create_all(engine)
    app.config["SESSION"] = sessionmaker(engine)
    app.register_blueprint(bp)

    @app.teardown_appcontext
    def close(error):
        if "session" in g:
            g.pop("session").close()

    return app
