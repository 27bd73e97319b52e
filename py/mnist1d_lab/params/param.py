"""What a parameter is: its kind, its range, and how a value is checked against them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from mnist1d_lab.params.quoting import quoted, shortened

Kind = Literal["int", "float", "choice", "bool", "text", "ints", "floats", "choices"]
Values = dict[str, Any]


class ParamError(ValueError):
    """A parameter that cannot be used; the message names it and says what would do."""

    def __init__(self, param: str, message: str) -> None:
        super().__init__(message)
        self.param = param

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle, which would otherwise make it anew from the message alone."""
        return type(self), (self.param, str(self))


@dataclass(frozen=True)
class Param:
    """One parameter.

    ``kind`` "ints", "floats" and "choices" are lists; ``low`` and ``high`` then bound each item
    and ``length`` the number of items (of characters, for "text"). ``step`` is the slider's step,
    not a constraint. ``usual`` is where turning a number shows something, if that is less than all
    that it may be. Of a list that is ``rising`` each item is more than the one before.
    """

    name: str
    kind: Kind
    default: Any
    label: str
    help: str
    group: str
    low: float = -math.inf
    high: float = math.inf
    step: float = 1
    unit: str = ""
    choices: tuple[str, ...] = ()
    length: tuple[int, int] = (1, 200)
    usual: tuple[float, float] | None = None
    rising: bool = False

    def allowed(self) -> str:
        """What the parameter accepts, as the end of a sentence."""
        if self.kind == "bool":
            return "true or false"
        if self.kind == "text":
            return f"a text of at most {self.length[1]} characters"
        if self.choices:
            names = ", ".join(self.choices)
            return f"one of {names}" if self.kind == "choice" else f"some of {names}, each once"
        noun = {"int": "a whole number", "float": "a number"}.get(self.kind.rstrip("s"), "a number")
        bounds = f"{noun} from {self.low:.12g} to {self.high:.12g}"
        if self.kind not in ("ints", "floats"):
            return bounds
        few, many = self.length
        count = f"{few}" if few == many else f"{few} to {many}"
        order = " and more than the one before" if self.rising else ""
        return f"a list of {count} items, each {bounds}{order}"

    def refuse(self, value: object) -> ParamError:
        return ParamError(self.name, f"{self.name} must be {self.allowed()}; got {quoted(value)}.")

    def check(self, value: Any) -> Any:
        """``value`` in the parameter's own type, never the object given; raises ParamError."""
        value = _plain(value)
        if self.kind == "bool":
            if not isinstance(value, bool):
                raise self.refuse(value)
            return value
        if self.kind == "text":
            if not isinstance(value, str) or len(value) > self.length[1]:
                raise self.refuse(value)
            return value
        if self.kind in ("int", "float", "choice"):
            return self._check_item(value)
        if isinstance(value, (str, bytes, bytearray)) or not isinstance(value, Sequence):
            raise self.refuse(value)
        if not self.length[0] <= len(value) <= self.length[1]:
            raise self.refuse(value)
        items = [self._check_item(_plain(item)) for item in value]
        if self.kind == "choices" and len(set(items)) < len(items):
            raise self.refuse(value)
        if self.rising and sorted(set(items)) != items:
            raise self.refuse(value)
        return items

    def _check_item(self, value: Any) -> Any:
        if self.choices:
            if value not in self.choices:
                raise self.refuse(value)
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.refuse(value)
        # The range first: NaN is in none, and a whole number may be too large to be a float.
        if not self.low <= value <= self.high or not math.isfinite(value):
            raise self.refuse(value)
        whole = self.kind in ("int", "ints")
        if whole and value != int(value):
            raise self.refuse(value)
        return int(value) if whole else float(value)

    def parse(self, text: str) -> Any:
        """The value of a string from a command line or a link; raises ParamError."""
        if self.kind == "text":
            return self.check(text)
        text = text.strip()
        try:
            if self.kind == "bool":
                return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
            if self.kind in ("ints", "floats", "choices"):
                items = [item.strip() for item in text.split(",")] if text else []
                return self.check(items if self.choices else [_number(item) for item in items])
            return self.check(text if self.choices else _number(text))
        except ParamError:
            raise
        except (ValueError, KeyError) as error:
            raise self.refuse(text) from error

    def schema(self) -> Values:
        """The parameter as plain JSON for the page; an open bound becomes null."""
        record = asdict(self)
        for bound in ("low", "high"):
            record[bound] = record[bound] if math.isfinite(record[bound]) else None
        record["allowed"] = self.allowed()
        if not self.rising:  # hardly any is, and the page has hundreds of these
            del record["rising"]
        return record


def _number(text: str) -> int | float:
    # Python itself reads more than people write: 1_0, digits of other scripts.
    if "_" in text or not text.isascii():
        raise ValueError(text)
    return int(text) if text.lstrip("+-").isdecimal() and len(text) < 20 else float(text)


def _plain(value: Any) -> Any:
    """NumPy's scalars and arrays are as good as Python's numbers and lists."""
    return value.tolist() if hasattr(value, "tolist") else value


def unknown(name: str, known: Iterable[str], where: str) -> ParamError:
    """The refusal of a name that nobody would read."""
    import difflib  # noqa: PLC0415 - only whoever mistypes a name needs it

    takes, name = list(known), shortened(name)
    near = difflib.get_close_matches(name, takes, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return ParamError(
        name, f"{name} is not a parameter of {where}.{hint} It takes {', '.join(takes)}."
    )


def check_each(params: Iterable[Param], given: Mapping[str, Any], *, where: str = "this") -> Values:
    """All parameters: the given ones checked, the others at their defaults.

    Raises ParamError for an unknown name (with the nearest known one) or a bad value.
    """
    known = {param.name: param for param in params}
    for name in given:
        if name not in known:
            raise unknown(str(name), known, where)
    return {name: param.check(given.get(name, param.default)) for name, param in known.items()}


def with_default(param: Param, default: Any, **changes: Any) -> Param:
    """The same parameter where another experiment starts it elsewhere."""
    return replace(param, default=default, **changes)


def with_defaults(group: Iterable[Param], defaults: Mapping[str, Any]) -> tuple[Param, ...]:
    """The same parameters, those in ``defaults`` starting elsewhere; KeyError for other names."""
    changed = {param.name: param for param in group}
    for name, default in defaults.items():
        changed[name] = with_default(changed[name], default)
    return tuple(changed.values())
