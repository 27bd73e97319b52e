/* Vectors of floats: loops over them, sums, turned squares and the elementary functions.
 *
 * A vec has as many lanes as the machine likes, each an output of its own; where sums run along the
 * lanes there are quads, four lanes everywhere. Everything is inlined, and every constant is an
 * immediate of the instruction that uses it, so the WebAssembly binary has no data section. */
#ifndef MNIST1D_LAB_VECTOR_H
#define MNIST1D_LAB_VECTOR_H

#ifdef __wasm__
#include "lanes_wasm.h"
#else
#include "lanes_native.h"
#endif

/* part(..., i, count) for each `lanes` of `size` elements, and for those left over: apart from that
 * last call `count` is the constant `lanes`. */
#define IN_PARTS(lanes, size, part, ...)                                                         \
  do {                                                                                           \
    int parts_at = 0, parts_end = (int)(size);                                                   \
    for (; parts_at + lanes <= parts_end; parts_at += lanes) part(__VA_ARGS__, parts_at, lanes); \
    if (parts_at < parts_end) part(__VA_ARGS__, parts_at, parts_end - parts_at);                 \
  } while (0)
#define PARTS(size, part, ...) IN_PARTS(LANES, size, part, __VA_ARGS__)
#define FOURS(size, four, ...) IN_PARTS(4, size, four, __VA_ARGS__)

/* Whether all of x is 0; an ordinary row shows with its first four that it is not. */
INLINE int is_zero(const float *x, int n) {
  int p = 0;
  for (; p + LANES <= n; p += LANES)
    if (any(unequal(load(x + p), zero()))) return 0;
  for (; p < n; p++)
    if (x[p] != 0) return 0;
  return 1;
}

/* The sums of a, b, c and d as the four lanes of one quad. */
INLINE quad sums(quad a, quad b, quad c, quad d) {
  quad ab = add_quads(weave_low(a, b), weave_high(a, b));
  quad cd = add_quads(weave_low(c, d), weave_high(c, d));
  return add_quads(pairs_low(ab, cd), pairs_high(ab, cd));
}

INLINE float sum(quad a) {
  quad pairs = add_quads(a, pairs_high(a, a));
  return quad_first(pairs) + quad_second(pairs);
}

/* Four quads as the rows of a square, which is transposed in place. */
INLINE void turn_square(quad r[4]) {
  quad low01 = weave_low(r[0], r[1]), high01 = weave_high(r[0], r[1]);
  quad low23 = weave_low(r[2], r[3]), high23 = weave_high(r[2], r[3]);
  r[0] = pairs_low(low01, low23), r[1] = pairs_high(low01, low23);
  r[2] = pairs_low(high01, high23), r[3] = pairs_high(high01, high23);
}

/* Columns up to `count` of four rows that lie `step` floats apart, as rows; only `rows` are there. */
INLINE void load_turned(const float *x, int step, int rows, int count, quad r[4]) {
  UNROLLED for (int i = 0; i < 4; i++)
    r[i] = rows > i ? load_quad_part(x + i * step, count) : zero_quad();
  turn_square(r);
}

/* exp by x = n ln 2 + r, |r| <= ln 2 / 2, and a polynomial for e^r (coefficients: Cephes, expf).
 * Adding 1.5 * 2^23 rounds to the nearest whole number and leaves it in the low bits. Within
 * 2 units in the last place from -87 to 88, where results are held. */
INLINE vec exp_of(vec x) {
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
  return add_whole(p, shift_left(shifted, 23));
}

/* log of a positive, normal x: x = 2^e f, sqrt(1/2) <= f < sqrt(2) (coefficients: Cephes, logf). */
INLINE vec log_of(vec x) {
  const vec half_bits = splat_whole(0x3f3504f3);
  vec offset = sub_whole(x, half_bits);
  vec e = to_float(shift_right(offset, 23));
  vec mantissa = both(offset, splat_whole(0x007fffff));
  vec f = sub(add_whole(mantissa, half_bits), splat(1.0f));
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

INLINE vec sigmoid(vec x) {
  const vec one = splat(1.0f);
  return divide(one, add(one, exp_of(negative(x))));
}

/* tanh: a polynomial below 0.625, where 1 - 2 / (e^2x + 1) would cancel (Cephes, tanhf). */
INLINE vec hyperbolic(vec x) {
  const vec one = splat(1.0f);
  vec size = size_of(x);
  vec tail = sub(one, divide(splat(2.0f), add(exp_of(add(size, size)), one)));
  tail = either(tail, both(x, splat_whole((int)0x80000000)));
  vec square = mul(x, x);
  vec p = madd(square, splat(-5.70498872745e-3f), splat(2.06390887954e-2f));
  p = madd(p, square, splat(-5.37397155531e-2f));
  p = madd(p, square, splat(1.33314422036e-1f));
  p = madd(p, square, splat(-3.33332819422e-1f));
  vec near = madd(mul(p, square), x, x);
  return choose(tail, near, not_below(size, splat(0.625f)));
}

/* What is too small to matter is 0, before its products are denormal numbers, which are slow. */
INLINE vec flush(vec x) {
  return without(x, less(size_of(x), splat(1e-30f)));
}

#endif
