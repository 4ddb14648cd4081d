# fails: test_refusals_in_order
# because: a field that is null is passed over as if it were missing
from flask import Flask, jsonify, request
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.security import check_password_hash, generate_password_hash

METHOD = "pbkdf2:sha256:1000"


class Base(DeclarativeBase):
    """What all tables share."""


class User(Base):
    """One person, with a password that nobody can read."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]

    @property
    def password(self):
        raise AttributeError("a password can be set, not read")

    @password.setter
    def password(self, text):
        self.password_hash = generate_password_hash(text, method=METHOD)

    def check_password(self, text):
        return check_password_hash(self.password_hash, text)


RULES = {
    "name": lambda name: name.strip() != "",
    "email": lambda email: "@" in email,
    "password": lambda password: len(password) >= 8,
}


def wrong_field(data, fields):
    """Return the first field that breaks its rule, or None."""
    for field in fields:
        value = data.get(field)
        if not isinstance(value, str) or not RULES[field](value):
            return field
    return None


def create_app(config):
    """Return an application whose database has an empty table of users."""
    app = Flask(__name__)
    app.config.update(config)
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    Base.metadata.create_all(engine)

    def shown(user):
        return {"id": user.id, "name": user.name, "email": user.email}

    def refusal(field, status):
        return jsonify(error=field), status

    def taken(session, email, user=None):
        found = session.scalar(select(User).where(User.email == email))
        return found is not None and found is not user

    @app.post("/users")
    def create():
        data = request.get_json()
        if field := wrong_field(data, RULES):
            return refusal(field, 400)
        with Session(engine) as session:
            if taken(session, data["email"]):
                return refusal("email", 409)
            user = User(**{field: data[field] for field in RULES})
            session.add(user)
            session.commit()
            return shown(user), 201

    @app.get("/users")
    def index():
        with Session(engine) as session:
            return jsonify([shown(user) for user in session.scalars(select(User).order_by(User.id))])

    @app.get("/users/<int:key>")
    def show(key):
        with Session(engine) as session:
            user = session.get(User, key)
            return shown(user) if user else refusal("id", 404)

    @app.put("/users/<int:key>")
    def update(key):
        data = request.get_json()
        with Session(engine) as session:
            user = session.get(User, key)
            if user is None:
                return refusal("id", 404)
            fields = [field for field in RULES if data.get(field) is not None]
            if field := wrong_field(data, fields):
                return refusal(field, 400)
            if data.get("email") is not None and taken(session, data["email"], user):
                return refusal("email", 409)
            for field in fields:
                setattr(user, field, data[field])
            session.commit()
            return shown(user)

    @app.delete("/users/<int:key>")
    def delete(key):
        with Session(engine) as session:
            user = session.get(User, key)
            if user is None:
                return refusal("id", 404)
            session.delete(user)
            session.commit()
            return "", 204

    @app.post("/login")
    def login():
        data = request.get_json()
        with Session(engine) as session:
            user = session.scalar(select(User).where(User.email == data["email"]))
            if user is None or not user.check_password(data["password"]):
                return refusal("login", 401)
            return {"id": user.id}

    return app
