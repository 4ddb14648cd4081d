"""Searches for the smallest failing example of a function, in this process and without a sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from graders import assert_close, given, strategies as st
from graders.errors import Mismatch, SubmissionError
from graders.incell import context
from graders.messages import Text

Function = Callable[..., Any]

#: Threads cost more than they bring for tensors of a few numbers.
torch.set_num_threads(1)


class Counted:
    """A function that counts its calls, as the proxy of a submission does."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.calls = 0

    def __call__(self, **arguments: Any) -> Any:
        self.calls += 1
        try:
            return self.function(**arguments)
        except Exception as error:  # noqa: BLE001 - edge: around code that is wrong on purpose
            raise SubmissionError(
                "RTE", Text("check.words", {"text_en": str(error), "text_ko": ""})
            ) from None


class Found:
    """The example that a search ended with."""

    def __init__(self, error: Mismatch | SubmissionError, calls: int, first: int) -> None:
        self.detail = error.detail
        self.text = str(error)
        self.calls = calls
        #: calls up to the first failure
        self.first = first
        self.how = error.detail["shrink"]

    @property
    def case(self) -> dict[str, Any]:
        """The arguments, made from the lines that a student is shown."""
        return {each["name"]: rebuild(each["rebuild"]) for each in self.detail["arguments"]}


def rebuild(line: str) -> Any:
    """What a student gets who pastes this line."""
    return eval(line, {"np": np, "torch": torch})


def search(
    wrong: Function, right: Function, strategy: st.SearchStrategy[Any], *, seed: int = 1, **options: Any
) -> Found | None:
    """The smallest case found in which two functions differ; None where none was drawn."""
    examples = options.pop("examples", 50)
    counted = Counted(wrong)
    failing: list[int] = []
    own = context.Context(
        seed=seed,
        test="test",
        calls=lambda: counted.calls,
        on_failing=lambda error: failing.append(counted.calls),
        shrink_s=60.0,
        **options,
    )

    @given(max_examples=examples, case=strategy)
    def check(case: Mapping[str, Any]) -> None:
        assert_close(counted(**case), right(**case))

    before = context.current()
    context.set_current(own)
    try:
        check()
    except (Mismatch, SubmissionError) as error:
        return Found(error, counted.calls, failing[0] if failing else counted.calls)
    finally:
        context.set_current(replace(before))
    return None


def lower(sizes: Mapping[str, Any], least: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """These sizes with one of them lowered, in every possible way."""
    for name, value in sizes.items():
        for less in range(least[name], int(value)):
            yield {**sizes, name: less}


def fails(wrong: Function, right: Function, case: Mapping[str, Any]) -> bool:
    """Whether two functions differ in this case, or the first one raises."""
    expected = right(**case)
    try:
        assert_close(wrong(**case), expected)
    except Exception:  # noqa: BLE001 - edge: around code that is wrong on purpose
        return True
    return False
