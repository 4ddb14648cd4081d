"""What fork servers do once before they fork: the first use of everything is slow, and each cell would pay
for it.

Each function leaves one live thread and no student's or author's byte behind.
"""

from __future__ import annotations

import io
import logging
import socket
import sys
import tempfile
import threading
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

from graders.incell import context, main, threadpools
from graders.incell.main import Grading
from graders.jobs import CheckPlan, GraderJob
from sandbox.cells import CellExit
from sandbox.wire import Channel

__all__ = ["grader", "submission"]

_CHECKS = """
import torch
from graders import assert_close, given, strategies as st
import pytest

@pytest.fixture(scope="session")
def one():
    return torch.ones(1)

def test_plain(one, rng):
    assert_close(one * 2, torch.full((1,), 2.0))
    with pytest.raises(AssertionError):
        assert_close(one, 2 * one)

@given(case=st.conv2d_cases(max_side=5))
def test_given(one, case):
    assert case["x"].ndim == 4, "never"
"""


def grader() -> None:
    """Warm a grader server: torch, Hypothesis, a pytest session, and the session that cells will use."""
    _single_thread()
    _exercise_torch()
    _exercise_optimiser()  # checks of training train the reference beside the submission
    _exercise_flask()  # and checks of web applications drive it
    _exercise_sql()
    threadpools.find_once()
    with tempfile.TemporaryDirectory() as folder:
        _rehearse(Path(folder))
    main.prepare()
    _check_threads()


def submission() -> None:
    """Warm a submission server: what students' code uses first."""
    _single_thread()
    _exercise_torch()
    for step in (_exercise_optimiser, _exercise_sklearn, _exercise_flask, _exercise_sql, _exercise_plots):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            step()
    logging.getLogger("warmup")
    _check_threads()


class _Rehearsal:
    """Stands in for the grader cell's control: there is no submission to rehearse with."""

    def emit(self, message: bytes) -> None:
        """Drop a message."""

    def open(self, phase: str) -> Channel:
        """A channel whose other end nobody serves."""
        near, far = socket.socketpair()
        far.close()
        return Channel(near.detach())

    def lost(self, channel: Channel, why: str) -> CellExit:
        """End the channel."""
        return self.finish(channel)

    def finish(self, channel: Channel) -> CellExit:
        """End the channel."""
        channel.close()
        return CellExit("stopped")


def _rehearse(folder: Path) -> None:
    """Run a small checks.py, and forget it."""
    checks = [CheckPlan("test_plain", "public"), CheckPlan("test_given", "public")]
    job = GraderJob("warmup", {"checks.py": _CHECKS.encode()}, checks, seed=0)
    before, path = set(sys.modules), list(sys.path)
    context.set_current(context.Context())
    Grading(job, _Rehearsal(), folder).run()
    context.set_current(context.Context())
    sys.path[:] = path
    for name in ("checks", "reference_solution"):
        if name not in before:
            sys.modules.pop(name, None)


def _single_thread() -> None:
    """One thread for torch's operations: a pool would not survive the fork."""
    torch = import_module("torch")
    torch.set_num_threads(1)


def _exercise_torch() -> None:
    torch = import_module("torch")
    functional = import_module("torch.nn.functional")
    x = torch.randn(2, 3, 8, 8, requires_grad=True)
    weight = torch.randn(4, 3, 3, 3, requires_grad=True)
    for padding in (0, 1):
        functional.conv2d(x, weight, stride=2, padding=padding).sum().backward()
    functional.max_pool2d(torch.relu(x), 2)
    functional.unfold(x, 3)
    x.unfold(2, 3, 1)
    torch.einsum("nchw,oc->nohw", x, torch.ones(4, 3)).sum().backward()
    torch.testing.assert_close(x, x.clone())
    torch.linalg.lstsq(torch.eye(3), torch.ones(3, 1))
    (torch.ones(3, 3, dtype=torch.float64) @ torch.eye(3, dtype=torch.float64)).softmax(0)


def _exercise_optimiser() -> None:
    torch = import_module("torch")
    nn = import_module("torch.nn")
    network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(2 * 6 * 6, 3))
    for kind in (torch.optim.Adam, torch.optim.SGD):
        optimiser = kind(network.parameters(), lr=0.1)
        loss = nn.functional.cross_entropy(network(torch.zeros(2, 1, 8, 8)), torch.zeros(2, dtype=torch.long))
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
    network.load_state_dict(network.state_dict())


def _exercise_sklearn() -> None:
    numpy = import_module("numpy")
    points = numpy.array([[0.0, 0.0], [0.0, 1.0], [5.0, 5.0], [5.0, 6.0]])
    labels = numpy.array([0, 0, 1, 1])
    for path in (
        "svm.SVC",
        "linear_model.LogisticRegression",
        "neighbors.KNeighborsClassifier",
        "tree.DecisionTreeClassifier",
    ):
        module, _, name = path.partition(".")
        model = getattr(import_module(f"sklearn.{module}"), name)
        (model(n_neighbors=1) if name.startswith("KN") else model()).fit(points, labels).predict(points)
    import_module("sklearn.cluster").KMeans(2, n_init=1).fit(points)
    import_module("sklearn.preprocessing").StandardScaler().fit_transform(points)
    import_module("sklearn.metrics").accuracy_score(labels, labels)


def _exercise_flask() -> None:
    flask = import_module("flask")
    application = flask.Flask("warmup")
    application.secret_key = "warmup"  # noqa: S105 - signs nothing that anyone keeps
    application.add_url_rule("/", "index", lambda: flask.render_template_string("{{ 1 }}"))
    application.test_client().get("/")
    import_module("werkzeug.test")


def _exercise_sql() -> None:
    sqlalchemy, orm = import_module("sqlalchemy"), import_module("sqlalchemy.orm")
    base = orm.declarative_base()
    columns = {
        "id": sqlalchemy.Column(sqlalchemy.Integer, primary_key=True),
        "name": sqlalchemy.Column(sqlalchemy.String, unique=True),
    }
    row: Any = type("Row", (base,), {"__tablename__": "rows", **columns})
    engine = sqlalchemy.create_engine("sqlite://")
    base.metadata.create_all(engine)
    with orm.Session(engine) as session:
        session.add(row(name="a"))
        session.commit()
        found = session.scalar(sqlalchemy.select(row).where(row.name == "a").order_by(row.id))
        found.name = "b"
        session.commit()
        session.delete(session.get(row, 1))
        session.commit()
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("select 1"))
    engine.dispose()


def _exercise_plots() -> None:
    matplotlib = import_module("matplotlib")
    matplotlib.use("Agg")
    plots = import_module("matplotlib.pyplot")
    figure = plots.figure()
    figure.gca().plot([0, 1], [0, 1])
    figure.savefig(io.BytesIO(), format="png")
    plots.close(figure)


def _check_threads() -> None:
    """A fork copies one thread only; a second one here would leave its locks behind."""
    threads = threading.enumerate()
    if len(threads) != 1:
        raise RuntimeError(f"the warm-up left threads: {[thread.name for thread in threads]}")
