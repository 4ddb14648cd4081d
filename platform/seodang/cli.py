"""The site's commands: serve, web, worker, health, migrate, load, user."""

from __future__ import annotations

import argparse
import getpass
import http.client
import secrets
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import flask_migrate
from sqlalchemy.exc import ArgumentError, DBAPIError

import config
from config import ConfigError, Settings
from graders.gpu import GpuUse
from graders.grading import Grader
from sandbox import SandboxChoice

from . import processes, web
from .dispatch.worker import Worker
from .factory import create_app
from .models import INSTRUCTOR, User
from .services import accounts, catalogue, demo, enrolments
from .services.exceptions import ServiceError
from .supervisor import Supervisor

if TYPE_CHECKING:
    from .dispatch.broker_worker import BrokerWorker

Handler = Callable[[argparse.Namespace], int]
USAGE = 2
HEALTH_S = 5.0


def register(subparsers: Any) -> None:
    """Add the site's commands to the command line."""
    serve = _command(subparsers, "serve", _serve, "start the site and its worker, and keep both running")
    only_web = _command(subparsers, "web", _web, "start the web process alone")
    for parser in (serve, only_web):
        parser.add_argument("--host", help="address to listen on")
        parser.add_argument("--port", help="port to listen on")
    _command(subparsers, "worker", _worker, "start a worker alone")
    _command(subparsers, "health", _health, "ask the web process of this machine whether it answers")
    migrate = _command(subparsers, "migrate", _migrate, "bring the database's tables up to date")
    migrate.add_argument("--load", action="store_true", help="then load the configured exercises folder")
    load = _command(subparsers, "load", _load, "load a folder of courses")
    load.add_argument("folder", nargs="?", help="default: the configured exercises folder")
    users = subparsers.add_parser("user", help="make and disable accounts").add_subparsers(required=True)
    create = _command(users, "create", _create_user, "make an account, or change its password or roles")
    create.add_argument("name")
    create.add_argument(
        "--instructor-of", metavar="COURSE", action="append", default=[], help="may teach this course"
    )
    create.add_argument("--admin", action="store_true", help="may teach every course")
    create.add_argument(
        "--generate", action="store_true", help="print a random password instead of asking for one"
    )
    disable = _command(users, "disable", _disable_user, "lock an account and end its sign-ins")
    disable.add_argument("name")


def main(arguments: list[str] | None = None) -> int:
    """Run one of the site's commands."""
    parser = argparse.ArgumentParser(prog="python -m seodang", description="The Seodang site.")
    register(parser.add_subparsers(required=True))
    args = parser.parse_args(arguments)
    run: Handler = args.run
    return run(args)


def _command(subparsers: Any, name: str, run: Handler, text: str) -> argparse.ArgumentParser:
    """One command with its handler; what cannot start says why instead of showing a traceback."""

    def guarded(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except ConfigError as error:
            print(f"seodang: {error}", file=sys.stderr)
            return config.EX_CONFIG
        except ServiceError as error:
            print(f"seodang: {error.message}", file=sys.stderr)
            return USAGE
        except (DBAPIError, ArgumentError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            print(
                f"seodang: the database cannot be used: {reason}\n"
                "  see SEODANG_DATABASE_URL, or the folder of SEODANG_INSTANCE for SQLite",
                file=sys.stderr,
            )
            return config.EX_CONFIG

    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=text, description=text)
    parser.set_defaults(run=guarded)
    return parser


def _settings(args: argparse.Namespace) -> Settings:
    """The settings, with what the command line says."""
    given = {name: value for name in ("host", "port") if (value := getattr(args, name, None)) is not None}
    return config.load(**given)


def _serve(args: argparse.Namespace) -> int:
    return Supervisor(_settings(args)).run()


def _web(args: argparse.Namespace) -> int:
    processes.end_with_parent()
    web.run(_settings(args))
    return 0


def _worker(args: argparse.Namespace) -> int:
    processes.end_with_parent()
    settings = _settings(args)
    app = create_app(settings)
    worker = _worker_for(settings)(app, lambda slots: _make_grader(settings, slots))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    return worker.run()


def _make_grader(settings: Settings, slots: int) -> Grader:
    """What a worker grades with; one that serves the queue of GPU jobs must have a GPU."""
    gpu: GpuUse = "required" if config.GPU in settings.queues else "off"
    return Grader(slots=slots, gpu=gpu, devices=settings.gpus, sandbox=_sandbox(settings))


def _sandbox(settings: Settings) -> SandboxChoice:
    """The boundary that the settings name."""
    return SandboxChoice(
        kind=settings.sandbox,
        image=settings.sandbox_image,
        reuse=settings.sandbox_reuse,
        runtime=settings.sandbox_runtime,
        apparmor=settings.sandbox_apparmor,
        socket=Path(settings.sandbox_socket) if settings.sandbox_socket else None,
    )


def _worker_for(settings: Settings) -> type[Worker | BrokerWorker]:
    """The built-in worker, or the one behind a broker."""
    if not settings.broker_url:
        return Worker
    from .dispatch.broker_worker import BrokerWorker  # noqa: PLC0415 - only it loads Celery

    return BrokerWorker


def _migrate(args: argparse.Namespace) -> int:
    settings = _settings(args)
    with create_app(settings).app_context():
        flask_migrate.upgrade()
        if args.load:
            print("\n".join(catalogue.load_folder(settings.exercises)))
    return 0


def _health(args: argparse.Namespace) -> int:
    settings = _settings(args)
    connection = http.client.HTTPConnection("127.0.0.1", settings.port, timeout=HEALTH_S)
    try:
        connection.request("GET", "/healthz", headers={"Host": (*settings.hosts, "localhost")[0]})
        answer = connection.getresponse()
        print(answer.read().decode())
    except OSError as error:
        print(f"seodang: the site does not answer: {error}", file=sys.stderr)
        return 1
    finally:
        connection.close()
    return 0 if answer.status == http.client.OK else 1


def _load(args: argparse.Namespace) -> int:
    app = create_app(_settings(args))
    with app.app_context():
        folder = config.load().exercises if args.folder is None else config.folder(args.folder)
        for line in catalogue.load_folder(folder):
            print(line)
        demo.enrol()
    return 0


def _create_user(args: argparse.Namespace) -> int:
    with create_app(_settings(args)).app_context():
        password = secrets.token_urlsafe(12) if args.generate else getpass.getpass("Password: ")
        user = accounts.find(args.name)
        if user is None:
            user = accounts.register(args.name, password)
        else:
            accounts.set_password(user, password)
        _give_roles(user, args)
        if args.generate:
            print(f"{user.name}: {password}")
    return 0


def _give_roles(user: User, args: argparse.Namespace) -> None:
    """What the command line says somebody may do."""
    for slug in args.instructor_of:
        enrolments.enrol(user, catalogue.course(slug), INSTRUCTOR)
    if args.admin:
        accounts.make_admin(user)


def _disable_user(args: argparse.Namespace) -> int:
    with create_app(_settings(args)).app_context():
        user = accounts.find(args.name)
        if user is None:
            print(f"seodang: there is no account {args.name}", file=sys.stderr)
            return USAGE
        accounts.disable(user)
    return 0
