"""What the course teaches works inside a real, closed submission cell."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import Laboratory

TORCH_TRAINING = """
import torch
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(4, 16), torch.nn.ReLU(), torch.nn.Linear(16, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
x = torch.randn(64, 4); y = (x[:, 0] > 0).long()
for _ in range(30):
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
result = loss.item() < 0.3
"""
DATA_LOADER = """
import torch
from torch.utils.data import DataLoader, TensorDataset
data = DataLoader(TensorDataset(torch.arange(10.0)), batch_size=4, shuffle=True)
result = sum(batch.sum().item() for (batch,) in data) == 45
"""
TORCH_SAVE = """
import torch
torch.save({"w": torch.ones(3)}, "model.pt")
result = torch.load("model.pt")["w"].sum().item() == 3
"""
SKLEARN_JOBS = """
import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.svm import SVC
x = np.random.default_rng(0).normal(size=(60, 3)); y = (x[:, 0] > 0).astype(int)
forest = RandomForestClassifier(10, n_jobs=2).fit(x, y)
search = GridSearchCV(SVC(), {"C": [0.1, 1]}, n_jobs=2, cv=3).fit(x, y)
result = bool(forest.score(x, y) > 0.9 and cross_val_score(SVC(), x, y, cv=3, n_jobs=-1).mean() > 0.7)
"""
SQLITE_FILE = """
from sqlalchemy import create_engine, select, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
engine = create_engine("sqlite:///app.db")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(User(name="kim")); session.commit()
with Session(create_engine("sqlite:///app.db")) as session:
    result = session.scalars(select(User.name)).all() == ["kim"]
"""
PLAIN_SQLITE = """
import sqlite3, pathlib
with sqlite3.connect(pathlib.Path("a b?.db")) as database:
    database.execute("create table t (x)"); database.execute("insert into t values (1)")
result = sqlite3.connect("a b?.db").execute("select x from t").fetchall() == [(1,)]
"""
TEMPORARY_FILES = """
import tempfile, os
with tempfile.NamedTemporaryFile("w+") as file, tempfile.TemporaryDirectory() as folder:
    file.write("x"); open(os.path.join(folder, "y"), "w").close()
    result = os.listdir(folder) == ["y"]
"""
LOGGING = """
import logging
logging.basicConfig(filename="app.log", level=logging.WARNING)
logging.getLogger("a").info("no"); logging.getLogger("a").error("yes")
result = "yes" in open("app.log").read()
"""
FLASK_APP = """
from flask import Flask, session
app = Flask(__name__); app.secret_key = "x"
@app.route("/<int:n>", methods=["GET", "POST"])
def show(n):
    session["n"] = n
    return {"n": n}
client = app.test_client()
answer = client.post("/7")
result = answer.json == {"n": 7} and "session" in answer.headers["Set-Cookie"]
"""
MATPLOTLIB = """
import matplotlib.pyplot as plt
plt.plot([1, 2, 3], [1, 4, 9]); plt.title("squares")
plt.savefig("plot.png")
result = open("plot.png", "rb").read(4) == b"\\x89PNG"
"""
THREADS = """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool:
    result = list(pool.map(lambda x: x * x, range(5))) == [0, 1, 4, 9, 16]
"""


@pytest.mark.parametrize(
    "code",
    [
        TORCH_TRAINING,
        DATA_LOADER,
        TORCH_SAVE,
        SKLEARN_JOBS,
        SQLITE_FILE,
        PLAIN_SQLITE,
        TEMPORARY_FILES,
        LOGGING,
        FLASK_APP,
        MATPLOTLIB,
        THREADS,
    ],
    ids=[
        "torch training",
        "DataLoader",
        "torch.save",
        "scikit-learn with n_jobs",
        "SQLite file through SQLAlchemy",
        "SQLite file with an odd name",
        "tempfile",
        "logging to a file",
        "Flask app",
        "matplotlib without a display",
        "threads",
    ],
)
def test_course_material_runs_in_a_cell(course_laboratory: Laboratory, code: str) -> None:
    """The library or module works in a cell as a student would use it."""
    finding = course_laboratory.run(code)

    assert finding.result is True
    assert finding.exit.reason == "stopped"


def test_scikit_learn_works_where_it_was_not_preloaded(lean_laboratory: Laboratory) -> None:
    """A library that only the student imports computes in one process, without a word of warning."""
    finding = lean_laboratory.run(SKLEARN_JOBS)

    assert finding.result is True
    assert finding.exit.stderr == ""
