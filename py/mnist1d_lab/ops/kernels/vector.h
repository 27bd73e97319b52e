/* Four floats at a time: loads, stores, sums and the elementary functions.
 *
 * Everything is inlined, and every constant is an immediate of the instruction that uses it, so
 * the binary has no data section. Relaxed SIMD replaces `madd` by one fused instruction. */
#ifndef MNIST1D_LAB_VECTOR_H
#define MNIST1D_LAB_VECTOR_H

#include <wasm_simd128.h>

#define INLINE static inline __attribute__((always_inline))
#define KERNEL static __attribute__((noinline)) void
/* For loops over arrays of vectors: unrolled, the array is registers; else it would be memory. */
#define UNROLLED _Pragma("clang loop unroll(full)")
#define UNROLL(times) _Pragma(UNROLL_TEXT(clang loop unroll_count(times)))
#define UNROLL_TEXT(text) #text

typedef v128_t vec;

INLINE vec load(const float *p) { return wasm_v128_load(p); }
INLINE void store(float *p, vec v) { wasm_v128_store(p, v); }
INLINE vec splat_from(const float *p) { return wasm_v128_load32_splat(p); }
INLINE vec splat(float x) { return wasm_f32x4_splat(x); }
INLINE vec zero(void) { return wasm_f32x4_const_splat(0.0f); }
INLINE vec add(vec a, vec b) { return wasm_f32x4_add(a, b); }
INLINE vec sub(vec a, vec b) { return wasm_f32x4_sub(a, b); }
INLINE vec mul(vec a, vec b) { return wasm_f32x4_mul(a, b); }
INLINE vec divide(vec a, vec b) { return wasm_f32x4_div(a, b); }
INLINE vec choose(vec yes, vec no, vec where) { return wasm_v128_bitselect(yes, no, where); }

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

/* four(..., i, count) for each four of `size` elements, and for the one to three left over: apart
 * from that last call `count` is the constant 4. */
#define FOURS(size, four, ...)                                                     \
  do {                                                                             \
    int fours_at = 0, fours_end = (size);                                          \
    for (; fours_at + 4 <= fours_end; fours_at += 4) four(__VA_ARGS__, fours_at, 4); \
    if (fours_at < fours_end) four(__VA_ARGS__, fours_at, fours_end - fours_at);   \
  } while (0)

/* Whether all of x is 0; an ordinary row shows with its first four that it is not. */
INLINE int is_zero(const float *x, int n) {
  int p = 0;
  for (; p + 4 <= n; p += 4)
    if (wasm_v128_any_true(wasm_f32x4_ne(load(x + p), zero()))) return 0;
  for (; p < n; p++)
    if (x[p] != 0) return 0;
  return 1;
}

/* The sums of a, b, c and d as the four lanes of one vector. */
INLINE vec sums(vec a, vec b, vec c, vec d) {
  vec ab = add(wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), wasm_i32x4_shuffle(a, b, 2, 6, 3, 7));
  vec cd = add(wasm_i32x4_shuffle(c, d, 0, 4, 1, 5), wasm_i32x4_shuffle(c, d, 2, 6, 3, 7));
  return add(wasm_i64x2_shuffle(ab, cd, 0, 2), wasm_i64x2_shuffle(ab, cd, 1, 3));
}

INLINE float sum(vec a) {
  vec pairs = add(a, wasm_i64x2_shuffle(a, a, 1, 1));
  return wasm_f32x4_extract_lane(pairs, 0) + wasm_f32x4_extract_lane(pairs, 1);
}

/* Four vectors as the rows of a square, which is transposed in place. */
INLINE void turn_square(vec r[4]) {
  vec low01 = wasm_i32x4_shuffle(r[0], r[1], 0, 4, 1, 5), high01 = wasm_i32x4_shuffle(r[0], r[1], 2, 6, 3, 7);
  vec low23 = wasm_i32x4_shuffle(r[2], r[3], 0, 4, 1, 5), high23 = wasm_i32x4_shuffle(r[2], r[3], 2, 6, 3, 7);
  r[0] = wasm_i64x2_shuffle(low01, low23, 0, 2), r[1] = wasm_i64x2_shuffle(low01, low23, 1, 3);
  r[2] = wasm_i64x2_shuffle(high01, high23, 0, 2), r[3] = wasm_i64x2_shuffle(high01, high23, 1, 3);
}

/* Columns up to `count` of four rows that lie `step` floats apart, as rows; only `rows` are there. */
INLINE void load_turned(const float *x, int step, int rows, int count, vec r[4]) {
  UNROLLED for (int i = 0; i < 4; i++) r[i] = rows > i ? load_part(x + i * step, count) : zero();
  turn_square(r);
}

/* exp by x = n ln 2 + r, |r| <= ln 2 / 2, and a polynomial for e^r (coefficients: Cephes, expf).
 * Adding 1.5 * 2^23 rounds to the nearest whole number and leaves it in the low bits. Within
 * 2 units in the last place from -87 to 88, where results are held. */
INLINE vec exp4(vec x) {
  const vec magic = splat(12582912.0f);
  x = at_most(at_least(x, splat(-87.0f)), splat(88.0f));
  vec shifted = add(mul(x, splat(1.44269504088896341f)), magic);
  vec n = sub(shifted, magic);
  vec r = madd(n, splat(2.12194440e-4f), madd(n, splat(-0.693359375f), x));
  vec p = madd(r, splat(1.9875691500e-4f), splat(1.3981999507e-3f));
  p = madd(p, r, splat(8.3334519073e-3f));
  p = madd(p, r, splat(4.1665795894e-2f));
  p = madd(p, r, splat(1.6666665459e-1f));
  p = madd(p, r, splat(5.0000001201e-1f));
  p = add(madd(p, mul(r, r), r), splat(1.0f));
  return wasm_i32x4_add(p, wasm_i32x4_shl(shifted, 23));
}

/* log of a positive, normal x: x = 2^e f, sqrt(1/2) <= f < sqrt(2) (coefficients: Cephes, logf). */
INLINE vec log4(vec x) {
  const vec half_bits = wasm_i32x4_const_splat(0x3f3504f3);
  vec offset = wasm_i32x4_sub(x, half_bits);
  vec e = wasm_f32x4_convert_i32x4(wasm_i32x4_shr(offset, 23));
  vec mantissa = wasm_v128_and(offset, wasm_i32x4_const_splat(0x007fffff));
  vec f = sub(wasm_i32x4_add(mantissa, half_bits), splat(1.0f));
  vec p = madd(f, splat(7.0376836292e-2f), splat(-1.1514610310e-1f));
  p = madd(p, f, splat(1.1676998740e-1f));
  p = madd(p, f, splat(-1.2420140846e-1f));
  p = madd(p, f, splat(1.4249322787e-1f));
  p = madd(p, f, splat(-1.6668057665e-1f));
  p = madd(p, f, splat(2.0000714765e-1f));
  p = madd(p, f, splat(-2.4999993993e-1f));
  p = madd(p, f, splat(3.3333331174e-1f));
  vec square = mul(f, f);
  p = madd(e, splat(-2.12194440e-4f), mul(p, mul(f, square)));
  p = add(madd(square, splat(-0.5f), p), f);
  return madd(e, splat(0.693359375f), p);
}

INLINE vec sigmoid4(vec x) {
  const vec one = splat(1.0f);
  return divide(one, add(one, exp4(wasm_f32x4_neg(x))));
}

/* tanh: a polynomial below 0.625, where 1 - 2 / (e^2x + 1) would cancel (Cephes, tanhf). */
INLINE vec tanh4(vec x) {
  const vec one = splat(1.0f);
  vec size = wasm_f32x4_abs(x);
  vec tail = sub(one, divide(splat(2.0f), add(exp4(add(size, size)), one)));
  tail = wasm_v128_or(tail, wasm_v128_and(x, wasm_i32x4_const_splat((int)0x80000000)));
  vec square = mul(x, x);
  vec p = madd(square, splat(-5.70498872745e-3f), splat(2.06390887954e-2f));
  p = madd(p, square, splat(-5.37397155531e-2f));
  p = madd(p, square, splat(1.33314422036e-1f));
  p = madd(p, square, splat(-3.33332819422e-1f));
  vec near = madd(mul(p, square), x, x);
  return choose(tail, near, wasm_f32x4_ge(size, splat(0.625f)));
}

#endif
