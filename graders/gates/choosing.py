"""Which gates an exercise has to pass, and how thoroughly each looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from graders.gates.cheat import CheatGate
from graders.gates.examples import ExampleResult, ExamplesGate
from graders.gates.flake import FlakeGate
from graders.gates.gate import Gate
from graders.gates.mutation import MutationGate
from graders.gates.training import TrainingGate
from graders.gates.variants import VariantsGate

#: every gate, in the order in which they are tried: what fails fast comes first
NAMES = ("examples", "variants", "cheat", "training", "flake", "mutation")
QUICK_REPEATS, QUICK_SEEDS = 3, 100


@dataclass(frozen=True)
class Plan:
    """What to try; None leaves a number to the exercise, or to the gate."""

    gates: tuple[str, ...] = NAMES
    #: of each solution, for the gate "flake"
    repeats: int | None = None
    #: for the gate "variants"
    seeds: int | None = None

    def made(self, hear: Callable[[ExampleResult], None]) -> list[Gate]:
        """The gates, in their order; `hear` is told how each example came out."""
        every: dict[str, Callable[[], Gate]] = {
            "examples": lambda: ExamplesGate(hear),
            "variants": lambda: VariantsGate(self.seeds),
            "cheat": CheatGate,
            "training": TrainingGate,
            "flake": lambda: FlakeGate(self.repeats),
            "mutation": MutationGate,
        }
        return [every[name]() for name in NAMES if name in self.gates]


#: what an exercise has to pass before it is published
ALL = Plan()
#: what can be waited for while one writes
QUICK = Plan(("examples", "variants", "cheat", "flake"), QUICK_REPEATS, QUICK_SEEDS)
#: the solutions, once each
EXAMPLES = Plan(("examples",))


def plan_of(text: str, repeats: int | None = None) -> Plan:
    """The plan that ``all``, ``quick`` or names with commas describe; raises ValueError with a wrong name."""
    known = {"all": ALL, "quick": QUICK}
    if text in known:
        plan = known[text]
    else:
        names = tuple(name.strip() for name in text.split(",") if name.strip())
        for name in names or (text,):
            if name not in NAMES:
                raise ValueError(name)
        plan = Plan(names)
    return replace(plan, repeats=repeats) if repeats is not None else plan
