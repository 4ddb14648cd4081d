from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.security import check_password_hash, generate_password_hash

METHOD = "pbkdf2:sha256:1000"  # cheap, for an exercise; a real application leaves the method out


class Base(DeclarativeBase):
    """What all tables share."""


class User(Base):
    """One person, with a password that nobody can read."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    # name, email and password_hash; password and check_password


def create_app(config):
    """Return an application whose database has an empty table of users."""
    app = Flask(__name__)
    app.config.update(config)
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    Base.metadata.create_all(engine)

    # the six routes

    return app
