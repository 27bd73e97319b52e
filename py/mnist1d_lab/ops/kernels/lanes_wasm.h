/* Vectors in WebAssembly: four lanes of SIMD128. Relaxed SIMD replaces `madd` by one fused
 * instruction. lanes_native.h has the same names for the machine itself. */
#ifndef MNIST1D_LAB_LANES_H
#define MNIST1D_LAB_LANES_H

#include <wasm_simd128.h>

#include "inline.h"

enum { LANES = 4 };
#define LANES_ARE_MANY 0
typedef v128_t vec;
typedef v128_t quad; /* always four lanes, whatever a vec is */
typedef int word;    /* of the blocks that Python writes: as wide as an address */

INLINE vec load(const float *p) { return wasm_v128_load(p); }
INLINE void store(float *p, vec v) { wasm_v128_store(p, v); }
INLINE vec splat_from(const float *p) { return wasm_v128_load32_splat(p); }
INLINE vec splat(float x) { return wasm_f32x4_splat(x); }
INLINE vec splat_whole(int x) { return wasm_i32x4_splat(x); }
INLINE vec zero(void) { return wasm_f32x4_const_splat(0.0f); }
INLINE vec add(vec a, vec b) { return wasm_f32x4_add(a, b); }
INLINE vec sub(vec a, vec b) { return wasm_f32x4_sub(a, b); }
INLINE vec mul(vec a, vec b) { return wasm_f32x4_mul(a, b); }
INLINE vec divide(vec a, vec b) { return wasm_f32x4_div(a, b); }
INLINE vec root(vec a) { return wasm_f32x4_sqrt(a); }
INLINE vec size_of(vec a) { return wasm_f32x4_abs(a); }
INLINE vec negative(vec a) { return wasm_f32x4_neg(a); }

/* Masks: all bits of a lane, or none. */
INLINE vec less(vec a, vec b) { return wasm_f32x4_lt(a, b); }
INLINE vec not_above(vec a, vec b) { return wasm_f32x4_le(a, b); }
INLINE vec not_below(vec a, vec b) { return wasm_f32x4_ge(a, b); }
INLINE vec equal(vec a, vec b) { return wasm_f32x4_eq(a, b); }
INLINE vec unequal(vec a, vec b) { return wasm_f32x4_ne(a, b); }
INLINE vec both(vec a, vec b) { return wasm_v128_and(a, b); }
INLINE vec either(vec a, vec b) { return wasm_v128_or(a, b); }
INLINE vec without(vec a, vec mask) { return wasm_v128_andnot(a, mask); }
INLINE vec choose(vec yes, vec no, vec where) { return wasm_v128_bitselect(yes, no, where); }
INLINE int any(vec mask) { return wasm_v128_any_true(mask); }
INLINE unsigned lanes_on(vec mask) { return wasm_i32x4_bitmask(mask); }

/* The lanes as whole numbers. */
INLINE vec add_whole(vec a, vec b) { return wasm_i32x4_add(a, b); }
INLINE vec sub_whole(vec a, vec b) { return wasm_i32x4_sub(a, b); }
INLINE vec shift_left(vec a, int bits) { return wasm_i32x4_shl(a, bits); }
INLINE vec shift_right(vec a, int bits) { return wasm_i32x4_shr(a, bits); }
INLINE vec equal_whole(vec a, vec b) { return wasm_i32x4_eq(a, b); }
INLINE vec to_float(vec a) { return wasm_f32x4_convert_i32x4(a); }

/* a b + c, with one rounding or two. */
INLINE vec madd(vec a, vec b, vec c) {
#ifdef __wasm_relaxed_simd__
  return wasm_f32x4_relaxed_madd(a, b, c);
#else
  return add(mul(a, b), c);
#endif
}

/* max(x, low) and min(x, high) that hand a NaN in x on, so that a divergence shows. */
INLINE vec at_least(vec x, vec low) { return wasm_f32x4_pmax(x, low); }
INLINE vec at_most(vec x, vec high) { return wasm_f32x4_pmin(x, high); }

/* The first `count` floats (1 to 4) at p; the other lanes are 0 and their memory is not touched. */
INLINE vec load_part(const float *p, int count) {
  if (count >= 4) return load(p);
  vec v = wasm_v128_load32_zero(p);
  if (count > 1) v = wasm_v128_load32_lane(p + 1, v, 1);
  if (count > 2) v = wasm_v128_load32_lane(p + 2, v, 2);
  return v;
}

/* Only lane 0 is ever stored alone: a lane chosen at run time would go by way of memory. */
INLINE void store_part(float *p, vec v, int count) {
  if (count >= 4) {
    store(p, v);
    return;
  }
  if (count & 2) {
    wasm_v128_store64_lane(p, v, 0);
    v = wasm_i64x2_shuffle(v, v, 1, 1);
    p += 2;
  }
  if (count & 1) wasm_v128_store32_lane(p, v, 0);
}

/* total and the first `count` lanes, added one after another. */
INLINE double add_lanes(double total, vec v, int count) {
  total += wasm_f32x4_extract_lane(v, 0);
  if (count > 1) total += wasm_f32x4_extract_lane(v, 1);
  if (count > 2) total += wasm_f32x4_extract_lane(v, 2);
  if (count > 3) total += wasm_f32x4_extract_lane(v, 3);
  return total;
}

INLINE int sum_whole(vec v) {
  return wasm_i32x4_extract_lane(v, 0) + wasm_i32x4_extract_lane(v, 1) +
         wasm_i32x4_extract_lane(v, 2) + wasm_i32x4_extract_lane(v, 3);
}

/* All bits set where a byte of the mask is not 0. */
INLINE vec mask_part(const unsigned char *mask, int count) {
  vec bytes = count >= 4 ? wasm_v128_load32_zero(mask) : wasm_v128_load8_lane(mask, zero(), 0);
  if (count == 2 || count == 3) bytes = wasm_v128_load8_lane(mask + 1, bytes, 1);
  if (count == 3) bytes = wasm_v128_load8_lane(mask + 2, bytes, 2);
  vec wide = wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(bytes));
  return wasm_i32x4_gt(wide, wasm_i32x4_const_splat(0));
}

/* Four lanes, where the number of lanes is part of what is computed. */
INLINE quad load_quad(const float *p) { return load(p); }
INLINE void store_quad(float *p, quad v) { store(p, v); }
INLINE quad load_quad_part(const float *p, int count) { return load_part(p, count); }
INLINE void store_quad_part(float *p, quad v, int count) { store_part(p, v, count); }
INLINE quad splat_quad_from(const float *p) { return splat_from(p); }
INLINE quad zero_quad(void) { return zero(); }
INLINE quad add_quads(quad a, quad b) { return add(a, b); }
INLINE quad madd_quads(quad a, quad b, quad c) { return madd(a, b, c); }
INLINE quad max_quad(quad a, quad b) { return at_least(a, b); }
INLINE quad quad_of(float a, float b, float c, float d) { return wasm_f32x4_make(a, b, c, d); }
INLINE unsigned quad_on(quad v) { return wasm_i32x4_bitmask(wasm_f32x4_ne(v, zero())); }
INLINE float quad_first(quad v) { return wasm_f32x4_extract_lane(v, 0); }
INLINE float quad_second(quad v) { return wasm_f32x4_extract_lane(v, 1); }
/* a0 b0 a1 b1, a2 b2 a3 b3, a0 a1 b0 b1, a2 a3 b2 b3 */
INLINE quad weave_low(quad a, quad b) { return wasm_i32x4_shuffle(a, b, 0, 4, 1, 5); }
INLINE quad weave_high(quad a, quad b) { return wasm_i32x4_shuffle(a, b, 2, 6, 3, 7); }
INLINE quad pairs_low(quad a, quad b) { return wasm_i64x2_shuffle(a, b, 0, 2); }
INLINE quad pairs_high(quad a, quad b) { return wasm_i64x2_shuffle(a, b, 1, 3); }

#endif
