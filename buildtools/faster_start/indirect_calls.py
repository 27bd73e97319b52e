"""Takes the indirect calls out of Python's eval loop, which V8 would bet on, and lose.

V8 notes which functions a WebAssembly function calls through a table, and when it compiles that
function for speed it inlines them, on the bet that no others will come. Python's eval loop calls
whatever a program uses, so the bet is lost again and again: in the three seconds after a cold
start Chromium 156 compiled the loop, by far the largest function there is, six times, at an eighth
of a second of processor time each. Each call is made by a small function of its own instead, one
for each signature, made too large for V8 to inline; so are those of the functions that the loop
calls and that are small enough to be inlined, for their bets would be the loop's.

Only what this needs of the binary format is read (WebAssembly core specification 3.0, section 5);
an instruction that is not known is an error, not a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

EVAL_LOOP = "_PyEval_EvalFrameDefault"

TYPES, IMPORTS, FUNCTIONS, EXPORTS, CODE = 1, 2, 3, 7, 10
FUNCTION, TABLE, MEMORY, GLOBAL = 0, 1, 2, 3
NOP, RETURN, CALL, CALL_INDIRECT, LOCAL_GET, END = 0x01, 0x0F, 0x10, 0x11, 0x20, 0x0B
# V8 inlines no function of more bytes; what follows a return costs nothing.
LARGEST_INLINED = 500
PADDING = bytes([RETURN]) + LARGEST_INLINED * bytes([NOP])
I32 = 0x7F
REFERENCES = b"\x63\x64"  # types of more than one byte
SEVERAL_MEMORIES = 64
FUNCTION_TYPE = 0x60

# The immediates of instructions: n a number (LEB128), m a memory access, * a vector of numbers,
# a digit so many bytes. Ranges are inclusive.
IMMEDIATES: dict[tuple[int, int], str] = {
    (0x00, 0x01): "",
    (0x02, 0x04): "n",  # block, loop, if
    (0x05, 0x05): "",
    (0x06, 0x09): "n",  # try, catch, throw, rethrow
    (0x0A, 0x0B): "",
    (0x0C, 0x0D): "n",
    (0x0E, 0x0E): "*n",  # br_table
    (0x0F, 0x0F): "",
    (0x10, 0x10): "n",
    (0x11, 0x11): "nn",
    (0x18, 0x18): "n",  # delegate
    (0x19, 0x1B): "",
    (0x20, 0x26): "n",
    (0x28, 0x3E): "m",
    (0x3F, 0x42): "n",  # memory.size, memory.grow, i32.const, i64.const
    (0x43, 0x43): "4",
    (0x44, 0x44): "8",
    (0x45, 0xC4): "",
    (0xD0, 0xD0): "n",
    (0xD1, 0xD1): "",
    (0xD2, 0xD2): "n",
}
PREFIXED: dict[int, dict[tuple[int, int], str]] = {
    0xFC: {(0, 7): "", (8, 8): "nn", (9, 9): "n", (10, 10): "nn", (11, 11): "n"},
    0xFD: {(0, 11): "m", (12, 13): "88", (14, 20): "", (21, 34): "1", (35, 83): "", (94, 275): ""},
}


@dataclass(frozen=True)
class Section:
    """One section of a module; ``content`` without its number and its length."""

    number: int
    content: bytes


class Reader:
    """Reads numbers and names from bytes, one after the other."""

    def __init__(self, data: bytes, position: int = 0) -> None:
        self.data = data
        self.position = position

    def byte(self) -> int:
        self.position += 1
        return self.data[self.position - 1]

    def take(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]

    def number(self) -> int:
        """An unsigned LEB128 number (of a signed one, only the length matters here)."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def skip(self, immediates: str) -> None:
        for kind in immediates:
            if kind == "n":
                self.number()
            elif kind == "m":
                if self.number() >= SEVERAL_MEMORIES:
                    raise ValueError("The module has several memories.")
                self.number()
            elif kind == "*":
                for _ in range(self.number()):
                    self.number()
            else:
                self.take(int(kind))


def with_direct_calls(module: bytes, name: str = EVAL_LOOP) -> bytes:
    """Return a module in which the exported function `name` calls through no table itself."""
    sections = list(_sections(module))
    content = {section.number: section.content for section in sections}
    imported = _imported_functions(content[IMPORTS])
    types = _vector(content[TYPES], _function_type)
    declared = _vector(content[FUNCTIONS], lambda reader: reader.skip("n"))
    bodies = _vector(content[CODE], lambda reader: reader.take(reader.number()))
    count = len(bodies)
    callers: dict[tuple[int, int], int] = {}

    def caller(signature: int, table: int) -> int:
        """The index of the function that makes such a call; made when it is first asked for."""
        key = signature, table
        if key not in callers:
            callers[key] = imported + len(bodies)
            wrapped, body = _caller(types[signature], signature, table)
            declared.append(_number(len(types)))
            types.append(wrapped)
            bodies.append(body)
        return callers[key]

    pending = [_exported_function(content[EXPORTS], name, imported)]
    seen = set(pending)
    while pending:
        position = pending.pop()
        bodies[position], called = _rewritten(bodies[position], caller)
        inlined = {function - imported for function in called}
        inlined = {k for k in inlined if 0 <= k < count and len(bodies[k]) <= LARGEST_INLINED}
        pending += inlined - seen
        seen |= inlined
    changed = {TYPES: types, FUNCTIONS: declared, CODE: bodies}
    return module[:8] + b"".join(
        bytes([section.number])
        + _sized(
            _number(len(changed[section.number])) + b"".join(changed[section.number])
            if section.number in changed
            else section.content
        )
        for section in sections
    )


def _sections(module: bytes) -> Iterator[Section]:
    reader = Reader(module, 8)
    while reader.position < len(module):
        number = reader.byte()
        yield Section(number, reader.take(reader.number()))


def _vector(content: bytes, skip_one: Callable[[Reader], object]) -> list[bytes]:
    """Return the items of a vector as bytes; `skip_one` moves a reader over one of them."""
    reader = Reader(content)
    items = []
    for _ in range(reader.number()):
        start = reader.position
        skip_one(reader)
        items.append(content[start : reader.position])
    return items


def _function_type(reader: Reader) -> None:
    if reader.byte() != FUNCTION_TYPE:
        raise ValueError("The module has types that are no functions.")
    reader.take(reader.number())
    reader.take(reader.number())


def _imported_functions(content: bytes) -> int:
    reader = Reader(content)
    functions = 0
    for _ in range(reader.number()):
        reader.take(reader.number())
        reader.take(reader.number())
        kind = reader.byte()
        functions += kind == FUNCTION
        if kind == TABLE:
            reader.byte()
        if kind in (TABLE, MEMORY):
            limits = reader.byte()
            reader.skip("nn" if limits & 1 else "n")
        elif kind == GLOBAL:
            reader.take(2)
        elif kind == FUNCTION:
            reader.number()
        else:  # a tag
            reader.byte()
            reader.number()
    return functions


def _exported_function(content: bytes, wanted: str, imported: int) -> int:
    reader = Reader(content)
    for _ in range(reader.number()):
        name = reader.take(reader.number())
        kind, index = reader.byte(), reader.number()
        if kind == FUNCTION and name == wanted.encode() and index >= imported:
            return index - imported
    raise ValueError(f"The module exports no function {wanted} of its own.")


def _rewritten(body: bytes, caller: Callable[[int, int], int]) -> tuple[bytes, set[int]]:
    """Return a function's body without indirect calls, and the functions it calls directly."""
    reader = Reader(body)
    reader.number()  # its size
    start = reader.position
    for _ in range(reader.number()):  # groups of locals: how many, of which type
        reader.number()
        if reader.byte() in REFERENCES:
            raise ValueError("A function has locals of types that are not known here.")
    parts = []
    called = set()
    while reader.position < len(body):
        at = reader.position
        opcode = reader.byte()
        if opcode == CALL_INDIRECT:
            signature, table = reader.number(), reader.number()
            parts.append(body[start:at])
            parts.append(bytes([CALL]) + _number(caller(signature, table)))
            start = reader.position
        elif opcode == CALL:
            called.add(reader.number())
        else:
            reader.position = at
            _skip_instruction(reader)
    return _sized(b"".join(parts) + body[start:]), called


def _skip_instruction(reader: Reader) -> None:
    opcode = reader.byte()
    table, code = IMMEDIATES, opcode
    if opcode in PREFIXED:
        table, code = PREFIXED[opcode], reader.number()
    for (low, high), immediates in table.items():
        if low <= code <= high:
            reader.skip(immediates)
            return
    raise ValueError(f"Instruction {opcode:#x} {code:#x} is not known here.")


def _caller(signature: bytes, index: int, table: int) -> tuple[bytes, bytes]:
    """Return type and body of a function that passes its arguments on to a table's function."""
    reader = Reader(signature, 1)
    params = reader.take(reader.number())
    results = reader.take(reader.number())
    if set(params + results) & set(REFERENCES):
        raise ValueError("A function has parameters of types that are not known here.")
    wrapped = bytes([FUNCTION_TYPE]) + _sized(params + bytes([I32])) + _sized(results)
    arguments = b"".join(bytes([LOCAL_GET]) + _number(i) for i in range(len(params) + 1))
    call = bytes([CALL_INDIRECT]) + _number(index) + _number(table)
    return wrapped, _sized(_number(0) + arguments + call + PADDING + bytes([END]))


def _number(value: int) -> bytes:
    encoded = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        encoded.append(low | (0x80 if value else 0))
        if not value:
            return bytes(encoded)


def _sized(content: bytes) -> bytes:
    return _number(len(content)) + content
