"""``mnist1d-lab run`` and ``data``: a run whose record goes to a file or to standard output."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mnist1d_lab import ops
from mnist1d_lab.cli.arguments import (
    Options,
    from_parser,
    parsed,
    refuse,
    resume_parser,
    run_parser,
)
from mnist1d_lab.cli.executing import executing
from mnist1d_lab.cli.looking import say_data
from mnist1d_lab.cli.repeating import Judge, params_of, read_earlier, read_record, repeats
from mnist1d_lab.cli.writers import RECORD_WRITERS, Writers, checked_path, writers_of
from mnist1d_lab.engines.kept import asked
from mnist1d_lab.engines.runner import resume, run
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.params import BACKEND, ParamError, Values
from mnist1d_lab.params.quoting import quoted, shortened
from mnist1d_lab.records import Record
from mnist1d_lab.records.atomic import write_atomically

KEPT = ".run"  # OUT.run is where a run with --out OUT keeps what is done
FAILED = 1


@dataclass(frozen=True)
class Place:
    """Where a run's record goes (None: standard output), and where what is done is kept."""

    writers: Writers
    out: Path | None = None
    kept: Path | None = None

    @property
    def belongs(self) -> bool:
        """Whether the directory is the one that --out brings with it, and goes with success."""
        return self.out is not None and self.kept == _beside(self.out)


def run_experiment(experiment: Experiment, arguments: Sequence[str]) -> int:
    """One run; what it asks for is checked before anything is computed."""
    writers = writers_of(experiment)
    keeps = writers is RECORD_WRITERS  # a data set is made in a second
    options, unknown = parsed(run_parser(experiment, writers, keeps), arguments)
    if unknown:
        refuse(experiment, unknown[0])
    given = {p.name: p.parse(options[p.name]) for p in experiment.params if p.name in options}
    judge = None
    if "from" in options:
        if "preset" in options:
            raise ParamError("preset", "preset does not go with --from, whose record says it all.")
        earlier = read_earlier(options["from"], experiment)
        judge = Judge(earlier, options["from"], repeats(earlier, given))
        given = params_of(earlier, given, options["from"])
    if "preset" in options:
        given["preset"] = options["preset"]
    values = experiment.check(given)
    if "resume" in options:
        _compare(asked(Path(options["resume"])), options["resume"], experiment.name, values, given)
        return _resume(options)
    given["backend"] = BACKEND.parse(options.get("backend", str(BACKEND.default)))
    place = _place(options, writers, values, keeps)
    say_data(values)

    def make(how: dict[str, Any]) -> Record:
        return run(experiment.name, directory=place.kept, **how, **given)

    return _finish(make, place, options, judge)


def run_from(arguments: Sequence[str]) -> int:
    """``run --from FILE``: which experiment it is, the file says."""
    options, _ = parsed(from_parser(), arguments)
    experiment = get_experiment(read_record(options["from"]).experiment)
    return run_experiment(experiment, arguments)


def _place(options: Options, writers: Writers, values: Values, keeps: bool) -> Place:
    out = checked_path(options["out"], writers, values) if "out" in options else None
    kept = Path(options["keep"]) if "keep" in options else _beside(out) if out and keeps else None
    if kept and (kept / "run.json").exists():
        _say(f"{kept} keeps what an earlier run has done.")
    return Place(writers, out, kept)


def resume_run(arguments: Sequence[str]) -> int:
    """``run --resume DIR``: what was asked stands in the directory."""
    options, unknown = parsed(resume_parser(RECORD_WRITERS), arguments)
    if unknown:
        raise ParamError(
            "arguments",
            f"{shortened(unknown[0])} is not understood: a run goes on as it was begun.",
        )
    return _resume(options)


def _resume(options: Options) -> int:
    kept = Path(options["resume"])
    say_data(asked(kept).get("params", {}))
    text = options.get("out")
    if text is None and kept.suffix == KEPT and Path(kept.stem).suffix.lower() in RECORD_WRITERS:
        text = str(kept.with_suffix(""))
    out = None if text is None else checked_path(text, RECORD_WRITERS, {})
    place = Place(RECORD_WRITERS, out, kept)
    return _finish(lambda how: resume(kept, **how), place, options)


def _compare(
    about: dict[str, Any], where: str, name: str, values: dict[str, Any], given: dict[str, Any]
) -> None:
    """Raise ParamError if what is given is not what was asked of the run that is kept."""
    if about["experiment"] != name:
        raise ParamError(
            "resume", f"{shortened(where)} keeps a run of {about['experiment']}, not of {name}."
        )
    kept = get_experiment(name).check(about.get("params", {}))
    for param in given:
        if param != "preset" and values[param] != kept.get(param):
            was = kept.get(param)
            raise ParamError(
                "resume", f"{shortened(where)} keeps a run whose {param} is {quoted(was)}."
            )


def _finish(
    make: Callable[[dict[str, Any]], Record],
    place: Place,
    options: Options,
    judge: Judge | None = None,
) -> int:
    """Run, write the record, say what it is; what went wrong in between can be gone on with."""
    try:
        with executing(options) as how:
            record = make(how)
        if place.out is None:
            sys.stdout.write(record.to_csv())
            sys.stdout.flush()
        else:
            write_atomically(place.out, place.writers[place.out.suffix.lower()](record))
    except BrokenPipeError:
        raise
    except OSError as error:
        _say(f"mnist1d-lab: {error}.")
        _say_kept(place)
        return FAILED
    except ParamError:
        raise
    except BaseException:
        _say_kept(place)
        raise
    if place.kept and place.belongs:
        shutil.rmtree(place.kept)
    _say((f"{place.out}: " if place.out else "") + _summary(record))
    if judge is None:
        return 0
    sentence, different = judge(record)
    _say(sentence)
    return FAILED if different else 0


def _beside(out: Path) -> Path:
    return out.with_name(out.name + KEPT)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _say_kept(place: Place) -> None:
    if place.kept and place.kept.exists():
        _say(f"What is done is kept. To go on: mnist1d-lab run --resume {place.kept}")


def _summary(record: Record) -> str:
    slow = f" ({ops.fallback_reason})" if ops.fallback_reason else ""
    return (
        f"{record.experiment}, seed {record.seed}, {record.backend}{slow}, {len(record.rows)} rows,"
        f" {len(record.arrays)} arrays, {record.elapsed_s:.1f} s"
    )
