"""`seodang measure`: train an exercise's reference many times and keep how its scores and curves spread."""

from __future__ import annotations

import argparse
from typing import Any

from rich.text import Text

from graders.bilingual import LANGUAGES, both
from graders.bundle import load_bundle
from graders.commands.failures import BELOW, OK, CommandError
from graders.commands.finding import find_folder
from graders.commands.sandboxes import add_sandbox_option
from graders.formats.terminal import make_console
from graders.gates.training import score_line
from graders.gpu import GpuUse
from graders.grading import Grader
from graders.measured import MEASURED, encode
from graders.problems import BundleError
from graders.training.measuring import LEAST_SEEDS, MeasuringError, measure, measures

SEEDS = 30


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "measure",
        help="measure how an exercise's reference trains",
        description=f"Train an exercise's reference with many seeds and write {MEASURED} into its folder: "
        "the spread of its scores, the thresholds that follow, and the bands of its curves.",
        epilog="Exit status: 0 if it was written, 1 if the reference cannot be measured, 2 for wrong usage "
        "or an internal error.",
    )
    parser.add_argument("exercise", help="an exercise folder, or course/slug below ./exercises")
    parser.add_argument("--seeds", type=_count, default=SEEDS, help=f"training runs (default {SEEDS})")
    add_sandbox_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure, write the file and say what follows from it."""
    console = make_console()
    folder = find_folder(args.exercise)
    try:
        bundle = load_bundle(folder)
    except BundleError as error:
        raise CommandError(both("cli.bad_bundle"), error.problems) from error
    if not measures(bundle):
        raise CommandError(both("training.no_checks", name=bundle.name))
    gpu: GpuUse = "auto" if bundle.resources.gpu else "off"
    grader = Grader(sandbox=args.sandbox, gpu=gpu)
    grader.start()
    try:
        grader.wait_ready()
        with console.status(bundle.name) as status:

            def tell(done: int, total: int) -> None:
                status.update(f"{bundle.name}  {done}/{total}")

            found = measure(bundle, grader, args.seeds, tell)
    except MeasuringError as error:
        said = both("training.reference_fails", test=error.test, reason=error.message.in_(args.lang))
        console.print(Text(said.in_(args.lang), style="red"))
        return BELOW
    finally:
        grader.stop()
    (folder / MEASURED).write_bytes(encode(found))
    written = both(
        "training.written",
        file=str(folder / MEASURED),
        seeds=found.seeds,
        checks=len(found.scores),
        curves=len(found.metrics),
    )
    console.print(Text(written.in_(args.lang)))
    for test, scores in found.scores.items():
        console.print(Text(score_line(test, scores).in_(args.lang)))
    return OK


def _count(text: str) -> int:
    count = int(text)
    if not LEAST_SEEDS <= count <= 1000:
        raise argparse.ArgumentTypeError(f"from {LEAST_SEEDS} to 1000")
    return count
