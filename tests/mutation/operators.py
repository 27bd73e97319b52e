"""The small faults that are put into the code, one at a time: what they are and where they can be.

A fault is known by its number among all those of a file, in the order of the syntax tree, so that
the same number is the same fault in whichever process makes it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OTHER_COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OTHER_OPERATOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


@dataclass(frozen=True)
class Fault:
    """One change of one node."""

    line: int
    what: str
    make: Callable[[], None]


def faults(tree: ast.Module) -> Iterator[Fault]:
    """Every fault that the tree can be given, in its order; `make` changes the tree in place."""
    for node in _executed(tree):
        yield from _of_expression(node)
        yield from _of_statement(node)


def with_fault(source: str, number: int) -> ast.Module:
    """The source's tree with the fault of that number."""
    tree = ast.parse(source)
    list(faults(tree))[number].make()
    return ast.fix_missing_locations(tree)


def _executed(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes that do something: no annotation, docstring, import, or code for type checkers."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (ast.Import, ast.ImportFrom)) or _for_type_checkers(node):
            continue
        yield node
        waiting += [
            child
            for name, value in ast.iter_fields(node)
            if name not in ("annotation", "returns", "decorator_list")
            for child in (value if isinstance(value, list) else [value])
            if isinstance(child, ast.AST)
        ]


def _for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _of_expression(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            yield _put(node, node.ops, at, OTHER_COMPARISON[type(operator)]())
    elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in OTHER_OPERATOR:
        yield _set(node, "op", OTHER_OPERATOR[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield _set(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield _set(node, "op", ast.UAdd())
    elif isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float)):
        value = node.value
        yield _set(node, "value", not value if isinstance(value, bool) else value + 1)


def _of_statement(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield _set(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, (ast.Return, ast.Expr)) and not _is_constant(node.value):
        yield _set(node, "value", ast.Constant(None))
    elif isinstance(node, ast.For):
        yield _set(node, "iter", ast.Tuple([], ast.Load()))


def _is_constant(node: ast.expr | None) -> bool:
    """Nothing is, and a docstring or the dots of a protocol; what returns None has no other."""
    return node is None or isinstance(node, ast.Constant)


def _set(node: ast.AST, field: str, value: object) -> Fault:
    return Fault(
        getattr(node, "lineno", 0),
        _told(node, field, value),
        lambda: setattr(node, field, value),
    )


def _put(node: ast.Compare, ops: list[ast.cmpop], at: int, value: ast.cmpop) -> Fault:
    def make() -> None:
        ops[at] = value

    return Fault(node.lineno, f"{type(value).__name__} in `{ast.unparse(node)}`", make)


def _told(node: ast.AST, field: str, value: object) -> str:
    if field in ("test", "iter"):
        told = "not" if field == "test" else "nothing of"
        return f"{told} `{ast.unparse(getattr(node, field))}`"
    new = type(value).__name__ if isinstance(value, ast.AST) else repr(value)
    if isinstance(value, ast.Constant):
        new = "None"
    return f"{new} in `{ast.unparse(node).splitlines()[0]}`"
