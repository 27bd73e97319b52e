"""What a data set is made from: the published settings, named presets, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.params.quoting import quoted

# The reference's keys in its order, and where the published file lies.
_REFERENCE_KEYS = (
    "num_samples", "train_split", "template_len", "padding", "scale_coeff", "max_translation",
    "corr_noise_scale", "iid_noise_scale", "shear_scale", "shuffle_seq", "final_seq_length", "seed",
)  # fmt: skip
_URL = "https://github.com/greydanus/mnist1d/raw/master/mnist1d_data.pkl"

# More than anybody trains on here, and 1.6 GB.
MOST_NUMBERS = 200_000_000
_FARTHEST = 1e9
# The generator makes more than the page's sliders offer.
_FREE = {
    param.name: replace(param, low=-_FARTHEST, high=_FARTHEST, length=(1, 10))
    for param in params.GENERATOR
}

# Named settings; each says only what differs from the published ones.
PRESETS: dict[str, dict[str, Any]] = {
    "published": {},
    "clean": {"iid_noise_scale": 0.0, "corr_noise_scale": 0.0},
    "noisy": {"iid_noise_scale": 0.1, "corr_noise_scale": 0.5},
    "no translation": {"max_translation": 0},
    "tiny": {"num_samples": 500},
    "shuffled": {"shuffle_seq": True},
}


class ObjectView:
    """The keys of a dictionary as attributes; both share one storage."""

    def __init__(self, d: dict[str, Any]) -> None:
        self.__dict__ = d

    def __getattr__(self, name: str) -> Any:
        # Reached only when the name is missing; its return type lets type checkers read the rest.
        raise AttributeError(f"These settings have no {name!r}.")


def get_dataset_args(as_dict: bool = False) -> Any:
    """The published settings as an ObjectView, or as a dictionary.

    The defaults come from ``params.GENERATOR``, where each is explained; what the reference does
    not have comes last.
    """
    defaults = {param.name: param.default for param in params.GENERATOR}
    defaults["seed"] = params.DATA_SEED.default
    args = {key: defaults[key] for key in _REFERENCE_KEYS} | {"url": _URL} | defaults
    args["padding"] = list(args["padding"])
    return args if as_dict else ObjectView(args)


def complete_args(args: object = None) -> ObjectView:
    """``args`` (a mapping, or any object with attributes; None: all defaults), made complete.

    What is missing takes its published value, and a ``data_seed`` is the seed of the data even
    where ``seed`` is the model's. Raises ValueError where no data set can be made, and ParamError,
    which is one, for a name that would do nothing.
    """
    published = get_dataset_args(as_dict=True)
    given = _as_mapping(args, (*published, "data_seed"))
    for name in given:
        if name not in (*published, "data_seed", "version"):  # the last is what a file carries
            raise params.unknown(str(name), published, "the data set")
    values = {key: given.get(key, value) for key, value in published.items()}
    values["seed"] = given.get("data_seed", values["seed"])
    complete = ObjectView(_of_right_types(values))
    if len(complete.padding) != 2 or min(complete.padding) < 0:
        raise params.ParamError(
            "padding",
            f"padding must be two counts, fewest and most; got {complete.padding}.",
        )
    if complete.max_translation < 0:
        raise params.ParamError(
            "max_translation",
            f"max_translation must be 0 or more; got {complete.max_translation}.",
        )
    if complete.final_seq_length < 1:
        raise params.ParamError(
            "final_seq_length",
            f"final_seq_length must be 1 or more; got {complete.final_seq_length}.",
        )
    if _canvas(complete) < 1:
        raise params.ParamError(
            "template_len",
            "template_len and the padding's upper end must together be 1 or more; got "
            f"{complete.template_len} and {complete.padding[-1]}.",
        )
    numbers = complete.num_samples * max(complete.final_seq_length, _canvas(complete))
    if numbers > MOST_NUMBERS:
        raise params.ParamError(
            "num_samples",
            f"num_samples must be less: of these settings {numbers:.3g} numbers would be made, "
            f"and at most {MOST_NUMBERS:,} are.",
        )
    return complete


def _canvas(args: ObjectView) -> int:
    return int(args.template_len + args.padding[-1])


def _of_right_types(values: dict[str, Any]) -> dict[str, Any]:
    """The settings as the numbers that they are, whatever their range; raises ParamError."""
    checked = {name: param.check(values[name]) for name, param in _FREE.items()}
    seed = values["seed"]
    if seed is not None:  # as the reference package has it: the system's own randomness
        seed = replace(params.DATA_SEED, name="seed").check(seed)
    return {**values, **checked, "seed": seed}


def _as_mapping(args: object, names: tuple[str, ...]) -> Mapping[str, Any]:
    """The settings of ``args``; of an object that may have other uses, those among ``names``.

    TypeError if it can have none.
    """
    if args is None or isinstance(args, Mapping):
        return args or {}
    if isinstance(args, ObjectView):
        return vars(args)
    given = {name: getattr(args, name) for name in names if hasattr(args, name)}
    if not given:
        raise TypeError(f"args must be a mapping or an object with settings; got {quoted(args)}.")
    return given


def plain_args(args: object = None) -> dict[str, Any]:
    """The settings as plain JSON, complete, without the url: what downloads carry inside."""
    plain = dict(vars(complete_args(args)))
    del plain["url"]
    return plain | {"padding": [int(count) for count in plain["padding"]]}


def args_of(values: params.Values) -> dict[str, Any]:
    """The generator's share of an experiment's parameters."""
    names = {*get_dataset_args(as_dict=True), "data_seed"}
    return {name: value for name, value in values.items() if name in names}
