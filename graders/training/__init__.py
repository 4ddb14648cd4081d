"""Training graded by statistics: which lower bound a submission's scores must reach, and why that one.

`distributions` and `bounds` are plain arithmetic, used on both sides; `expectation` is the `measured` fixture
of a check; `measuring` is what `seodang measure` and the gate do on the host. docs/training.md derives the
formulas.
"""
