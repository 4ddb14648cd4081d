"""`assert_close`: is a result the expected one, and if not, in what way.

The order of questions is fixed: type, dtype, shape, finiteness, values. Nothing is broadcast, cast or
forgiven unasked; a NaN never equals anything unless the author says so. Values of equal form are compared by
|got − expected| ≤ atol + rtol·|expected|, with tolerances by dtype.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from graders.closeness import Array, Mask, Rules, allowed, dtype_of, is_tensor, numbers_of, widen
from graders.errors import Mismatch, UnfitValue
from graders.incell import context
from graders.incell.formatting import number_text, shape_text, short
from graders.incell.proxy import type_of
from graders.messages import Text, plain
from graders.pictures import Picture
from graders.slips.slip import Slip, Slips
from graders.slips.study import Comparison, Leaf

_MAX_DEPTH = 16
_PLAIN_NUMBERS = (int, float, complex)


def assert_close(
    got: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    check_dtype: bool = True,
    equal_nan: bool = False,
    slips: Iterable[Slip] = (),
    picture: Picture | None = None,
) -> None:
    """Raise `Mismatch` unless the result is the expected one.

    Takes torch tensors, NumPy arrays, numbers, texts, None, and lists, tuples and dicts of these.
    `check_dtype=False` also accepts another dtype, and numbers of another kind; `equal_nan=True` accepts NaN
    where NaN is expected. `slips` are mistakes this result may come from (`graders.slips`); they are tried
    once it turns out wrong, and never before; so is `picture`, which draws it (`graders.pictures`).
    """
    rules = Rules(rtol, atol, check_dtype, equal_nan)
    try:
        _compare(got, expected, rules, "", 0)
    except Mismatch as mismatch:
        if not context.current().diagnose:
            mismatch.study = None
        else:
            leaf = mismatch.study if isinstance(mismatch.study, Leaf) else None
            changed = context.current().changed()
            mismatch.study = Comparison(got, expected, rules, slips, leaf, tuple(changed), picture)
        raise


def comparing(*own: Slip) -> Callable[..., None]:
    """`assert_close` as a function that tries these slips of an exercise in each of its comparisons."""

    def compare(got: Any, expected: Any, *, slips: Iterable[Slip] = (), **rules: Any) -> None:
        """As `assert_close`."""
        assert_close(got, expected, slips=Slips(lambda: (*slips, *own)), **rules)

    return compare


def expect(condition: object, *, en: str, ko: str) -> None:
    """Raise `Mismatch` with the author's own words, in both languages, unless the condition holds."""
    if not condition:
        raise Mismatch("words", Text("check.words", {"text_en": plain(en), "text_ko": plain(ko)}))


def _compare(got: Any, expected: Any, rules: Rules, path: str, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise UnfitValue("the expected value is nested too deeply, or contains itself")
    if is_tensor(expected) or isinstance(expected, (np.ndarray, np.generic)):
        _compare_arrays(got, expected, rules, path)
    elif isinstance(expected, Mapping):
        _compare_mappings(got, expected, rules, path, depth)
    elif isinstance(expected, (list, tuple)):
        _compare_sequences(got, expected, rules, path, depth)
    elif isinstance(expected, bool) or not isinstance(expected, _PLAIN_NUMBERS):
        _compare_plain(got, expected, path)
    else:
        _compare_numbers(got, expected, rules, path)


def _compare_plain(got: Any, expected: Any, path: str) -> None:
    """Texts, bytes, booleans and None: the same type and equal."""
    got = got.item() if isinstance(got, np.bool_) else got
    if type(got) is not type(expected):
        raise _mismatch("type", path, _form(expected), _form(got))
    if got != expected:
        raise _mismatch("value", path, short(expected), short(got))


def _compare_numbers(got: Any, expected: float | complex, rules: Rules, path: str) -> None:
    """Plain numbers: the same kind (a NumPy number counts as the plain one of its kind) and close."""
    value = got.item() if isinstance(got, np.generic) else got
    if not rules.check_dtype and is_tensor(value) and value.ndim == 0:
        value = value.item()
    same_kind = type(value) is type(expected)
    if not same_kind and not (not rules.check_dtype and type(value) in _PLAIN_NUMBERS):
        raise _mismatch("type", path, _form(expected), _form(got))
    if type(value) is int and type(expected) is int:
        if value != expected:
            raise _mismatch("value", path, short(expected), short(value))
        return
    kind = "complex128" if isinstance(expected, complex) else "float64"
    leaf = Leaf("values", np.asarray(value), np.asarray(expected), kind, rules.tolerance(kind))
    _compare_values(leaf, rules, path)


def _compare_sequences(got: Any, expected: Sequence[Any], rules: Rules, path: str, depth: int) -> None:
    kind = tuple if isinstance(expected, tuple) else list
    if type(got) is not kind:
        raise _mismatch("type", path, kind.__name__, _form(got))
    if len(got) != len(expected):
        raise _mismatch("length", path, str(len(expected)), str(len(got)))
    for index, (one, other) in enumerate(zip(got, expected, strict=True)):
        _compare(one, other, rules, f"{path}[{index}]", depth + 1)


def _compare_mappings(got: Any, expected: Mapping[Any, Any], rules: Rules, path: str, depth: int) -> None:
    if type(got) is not dict:
        raise _mismatch("type", path, "dict", _form(got))
    missing = [short(key) for key in expected if key not in got]
    unexpected = [short(key) for key in got if key not in expected]
    if missing or unexpected:
        params = {"missing": ", ".join(missing[:20]) or "-", "unexpected": ", ".join(unexpected[:20]) or "-"}
        raise Mismatch(
            "keys", Text("mismatch.keys", {**params, "where": _where(path)}), {**params, "path": path}
        )
    for key, value in expected.items():
        _compare(got[key], value, rules, f"{path}[{short(key)}]", depth + 1)


def _compare_arrays(got: Any, expected: Any, rules: Rules, path: str) -> None:
    """Tensors, arrays and NumPy numbers: same library, dtype and shape, then the values."""
    scalar = isinstance(expected, np.generic)
    if scalar and type(got) in (bool, *_PLAIN_NUMBERS) and type(got) is type(expected.item()):
        got = expected.dtype.type(got)
    kind = np.generic if scalar else np.ndarray
    if not (is_tensor(got) if is_tensor(expected) else isinstance(got, kind)):
        raise _mismatch("type", path, _form(expected), _form(got))
    names = dtype_of(got), dtype_of(expected)
    if rules.check_dtype and names[0] != names[1]:
        raise _mismatch("dtype", path, names[1], names[0], Leaf("dtype", got, expected, names[1]))
    if tuple(got.shape) != tuple(expected.shape):
        leaf = Leaf("shape", got, expected, names[1], rules.tolerance(*names))
        raise _mismatch("shape", path, shape_text(expected.shape), shape_text(got.shape), leaf)
    leaf = Leaf("values", got, expected, names[1], rules.tolerance(*names))
    _compare_values(leaf, rules, path)


def _compare_values(leaf: Leaf, rules: Rules, path: str) -> None:
    """Arrays of equal shape, element by element."""
    got, expected = numbers_of(leaf.got), numbers_of(leaf.expected)
    if got.dtype.kind in "biu" and expected.dtype.kind in "biu":
        _raise_at(got != expected, got, expected, leaf, path)
        return
    got, expected = widen(got, expected)
    nan_expected = np.isnan(expected)
    if nan_expected.any() and not rules.equal_nan:
        raise UnfitValue("the expected value holds NaN; say equal_nan=True if that is meant")
    _raise_at(np.isnan(got) & ~nan_expected, got, expected, leaf, path, "nan")
    _raise_at(nan_expected & ~np.isnan(got), got, expected, leaf, path)
    infinite = ~np.isfinite(got) | ~np.isfinite(expected)
    _raise_at(infinite & (got != expected) & ~nan_expected, got, expected, leaf, path, "infinite")
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= allowed(expected, leaf.tolerance)
    _raise_at(~infinite & ~near, got, expected, leaf, path)


def _raise_at(wrong: Mask, got: Array, expected: Array, leaf: Leaf, path: str, kind: str = "values") -> None:
    """Raise a mismatch at the first wrong element, if there is one."""
    count = int(np.count_nonzero(wrong))
    if not count:
        return
    index = tuple(int(i) for i in np.argwhere(wrong)[0]) if wrong.ndim else ()
    params: dict[str, str | int | float] = {
        "where": _where(path),
        "index": str(list(index)) if index else "[]",
        "expected": number_text(expected[index]),
        "got": number_text(got[index]),
        "count": count,
        "total": int(wrong.size),
    }
    detail = {**params, "path": path, "index": list(index)}
    if kind != "values":
        raise Mismatch(kind, Text(f"mismatch.{kind}", params), detail, leaf)
    text = Text("mismatch.values" if wrong.ndim else "mismatch.value", params)
    if got.dtype.kind in "fc":
        errors = _errors(got, expected, wrong, leaf.tolerance)
        text, detail = text.followed_by(Text("mismatch.error", errors)), {**detail, **errors}
    raise Mismatch(kind, text, detail, leaf)


def _errors(
    got: Array, expected: Array, wrong: Mask, tolerance: tuple[float, float]
) -> dict[str, str | int | float]:
    """The largest absolute error, what it is relative to its expected value, and what is allowed."""
    with np.errstate(all="ignore"):
        absolute = np.abs(got - expected)[wrong]
        known = np.nan_to_num(absolute, nan=-1.0)
        worst = int(np.argmax(known))
        relative = absolute[worst] / np.abs(expected)[wrong][worst]
    return {
        "absolute": number_text(absolute[worst]),
        "relative": number_text(relative),
        "rtol": f"{tolerance[0]:g}",
        "atol": f"{tolerance[1]:g}",
    }


def _mismatch(kind: str, path: str, expected: str, got: str, leaf: Leaf | None = None) -> Mismatch:
    params: dict[str, str | int | float] = {"where": _where(path), "expected": expected, "got": got}
    detail = {"expected": expected, "got": got, "path": path}
    return Mismatch(kind, Text(f"mismatch.{kind}", params), detail, leaf)


def _where(path: str) -> str:
    return f" ({plain(path, 200)})" if path else ""


def _form(value: Any) -> str:
    """The type of a value, with its dtype where it has one."""
    if is_tensor(value) or isinstance(value, np.ndarray):
        library = "torch.Tensor" if is_tensor(value) else "numpy.ndarray"
        return f"{library} ({dtype_of(value)}, {shape_text(value.shape)})"
    name = type_of(value)
    return f"{name} ({short(value)})" if isinstance(value, (bool, *_PLAIN_NUMBERS, str)) else name
