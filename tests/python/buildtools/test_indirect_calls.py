"""The edited module does what the module did: compared in wasmtime, over drawn programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buildtools.faster_start.indirect_calls import LARGEST_INLINED, with_direct_calls

wasmtime = pytest.importorskip("wasmtime")

# A loop that calls what a program in memory says, directly and through a small function; besides,
# instructions of every kind of immediate, among which an indirect call must not be found by chance.
MODULE = """(module
  (import "host" "seen" (func $seen (param i32)))
  (import "host" "base" (global $base i32))
  (memory (export "memory") 1)
  (table 4 8 funcref)
  (type $one (func (param i32) (result i32)))
  (type $two (func (param i32 f64) (result f64)))
  (type $none (func))
  (func $double (type $one) (i32.mul (local.get 0) (i32.const 2)))
  (func $next (type $one) (i32.add (local.get 0) (i32.const 17)))
  (func $scale (type $two) (f64.mul (local.get 1) (f64.convert_i32_s (local.get 0))))
  (func $tell (type $none) (call $seen (global.get $base)))
  (elem (i32.const 0) $double $next $scale $tell)
  (func $through (param i32 i32) (result i32)
    (call_indirect (type $one) (local.get 0) (local.get 1)))
  (func $large (param i32) (result i32)
    PADDING
    (call_indirect (type $one) (local.get 0) (i32.const 1)))
  (func (export "loop") (param $steps i32) (param $x i32) (result f64)
    (local $at i32) (local $op i32) (local $sum f64)
    (drop (i32.const 0x11)) (drop (i64.const 0x1100110011)) (drop (f32.const 0x1.222222p-60))
    (block $done
      (loop $again
        (br_if $done (i32.ge_u (local.get $at) (local.get $steps)))
        (local.set $op (i32.load8_u offset=16 (local.get $at)))
        (block $b3 (block $b2 (block $b1 (block $b0
          (br_table $b0 $b1 $b2 $b3 (local.get $op)))
          (local.set $x (call $through (local.get $x) (i32.const 0))) (br $b3))
          (local.set $x (call_indirect (type $one) (local.get $x) (i32.const 1))) (br $b3))
          (call_indirect (type $none) (i32.const 3)))
        (local.set $x (call $large (local.get $x)))
        (local.set $sum (f64.add (local.get $sum)
          (call_indirect (type $two) (local.get $x) (f64.const 0.5) (i32.const 2))))
        (memory.fill (i32.const 4096) (i32.const 1) (i32.const 3))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $again)))
    (local.get $sum)))
""".replace("PADDING", "nop\n" * LARGEST_INLINED)


def _run(module: bytes, program: list[int], x: int) -> tuple[float, list[int]]:
    store = wasmtime.Store()
    seen: list[int] = []
    i32 = wasmtime.ValType.i32()
    note = wasmtime.Func(store, wasmtime.FuncType([i32], []), seen.append)
    base = wasmtime.Global(store, wasmtime.GlobalType(i32, False), wasmtime.Val.i32(7))
    compiled = wasmtime.Module(store.engine, module)
    exports = wasmtime.Instance(store, compiled, [note, base]).exports(store)
    exports["memory"].write(store, bytes(program), 16)
    return exports["loop"](store, len(program), x), seen


ORIGINAL = bytes(wasmtime.wat2wasm(MODULE))
EDITED = with_direct_calls(ORIGINAL, "loop")


@given(program=st.lists(st.integers(0, 3), max_size=40), x=st.integers(-(2**31), 2**31 - 1))
def test_the_edited_module_computes_the_same(program: list[int], x: int) -> None:
    assert _run(EDITED, program, x) == _run(ORIGINAL, program, x)


def test_one_function_a_signature_is_added_and_is_too_large_to_be_inlined() -> None:
    assert EDITED.count(bytes(LARGEST_INLINED * [1])) == 1 + 3  # $large has as many nops
    assert with_direct_calls(EDITED, "loop") == EDITED


def test_what_is_not_known_is_an_error() -> None:
    with pytest.raises(ValueError, match="exports no function lop"):
        with_direct_calls(ORIGINAL, "lop")
    reserved = bytes(wasmtime.wat2wasm('(module (import "a" "b" (func)) (func (export "f") nop))'))
    broken = reserved.replace(b"\x00\x01\x0b", b"\x00\x27\x0b")
    with pytest.raises(ValueError, match="0x27"):
        with_direct_calls(broken, "f")
