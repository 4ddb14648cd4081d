"""Mutants: an author's solution with one small mistake in each. Made in a grader cell, never on the host.

`making.make` walks the syntax tree of each file and asks every operator for edits: a span of the source, and
what to put there. Everything outside the span stays as the author wrote it.
"""
