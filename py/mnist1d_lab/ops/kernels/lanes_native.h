/* Vectors of the machine itself, as wide as it has them: 16 lanes by AVX-512, 8 by AVX2, 4 by NEON.
 *
 * The bits are those of the page's relaxed binary. A lane is an output of its own wherever a vec is
 * used, so their number changes no sum; where it does (sums along a row), there are quads. `madd` is
 * fused, and nothing else may be (-ffp-contract=off). */
#ifndef MNIST1D_LAB_LANES_H
#define MNIST1D_LAB_LANES_H

#include "inline.h"

#if defined(__AVX512F__) && defined(__AVX512VL__)
#include <immintrin.h>
enum { LANES = 16 };
#define LANES_ARE_MANY 1
#elif defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
enum { LANES = 8 };
#define LANES_ARE_MANY 1
#elif defined(__aarch64__)
enum { LANES = 4 };
#define LANES_ARE_MANY 0
#else
#error "The kernels need AVX2 with FMA, AVX-512, or a 64-bit ARM."
#endif

typedef float vec __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int ints __attribute__((vector_size(4 * LANES), aligned(4)));
typedef float quad __attribute__((vector_size(16), aligned(4)));
typedef int quad_ints __attribute__((vector_size(16), aligned(4)));
typedef long long word; /* of the blocks that Python writes: as wide as an address */

INLINE vec load(const float *p) { return *(const vec *)p; }
INLINE void store(float *p, vec v) { *(vec *)p = v; }
INLINE vec splat(float x) { return x - (vec){}; }
INLINE vec splat_from(const float *p) { return *p - (vec){}; }
INLINE vec splat_whole(int x) { return (vec)((ints){} + x); }
INLINE vec zero(void) { return (vec){}; }
INLINE vec add(vec a, vec b) { return a + b; }
INLINE vec sub(vec a, vec b) { return a - b; }
INLINE vec mul(vec a, vec b) { return a * b; }
INLINE vec divide(vec a, vec b) { return a / b; }
INLINE vec root(vec a) { return __builtin_elementwise_sqrt(a); }
INLINE vec size_of(vec a) { return (vec)((ints)a & 0x7fffffff); }
INLINE vec negative(vec a) { return (vec)((ints)a ^ (int)0x80000000); }

/* Masks: all bits of a lane, or none. */
INLINE vec less(vec a, vec b) { return (vec)(a < b); }
INLINE vec not_above(vec a, vec b) { return (vec)(a <= b); }
INLINE vec not_below(vec a, vec b) { return (vec)(a >= b); }
INLINE vec equal(vec a, vec b) { return (vec)(a == b); }
INLINE vec unequal(vec a, vec b) { return (vec)(a != b); }
INLINE vec both(vec a, vec b) { return (vec)((ints)a & (ints)b); }
INLINE vec either(vec a, vec b) { return (vec)((ints)a | (ints)b); }
INLINE vec without(vec a, vec mask) { return (vec)((ints)a & ~(ints)mask); }
INLINE vec choose(vec yes, vec no, vec where) {
  return (vec)(((ints)yes & (ints)where) | ((ints)no & ~(ints)where));
}

/* The lanes as whole numbers. */
INLINE vec add_whole(vec a, vec b) { return (vec)((ints)a + (ints)b); }
INLINE vec sub_whole(vec a, vec b) { return (vec)((ints)a - (ints)b); }
INLINE vec shift_left(vec a, int bits) { return (vec)((ints)a << bits); }
INLINE vec shift_right(vec a, int bits) { return (vec)((ints)a >> bits); }
INLINE vec equal_whole(vec a, vec b) { return (vec)((ints)a == (ints)b); }
INLINE vec to_float(vec a) { return __builtin_convertvector((ints)a, vec); }

/* a b + c, with one rounding. */
INLINE vec madd(vec a, vec b, vec c) { return __builtin_elementwise_fma(a, b, c); }

/* max(x, low) and min(x, high) that hand a NaN in x on, so that a divergence shows. */
INLINE vec at_least(vec x, vec low) { return choose(low, x, less(x, low)); }
INLINE vec at_most(vec x, vec high) { return choose(high, x, less(high, x)); }

/* The first `count` floats (1 to LANES) at p; the other lanes are 0 and their memory is not touched. */
INLINE quad load_quad_part(const float *p, int count) {
  if (count >= 4) return *(const quad *)p;
  quad v = {p[0], 0, 0, 0};
  if (count > 1) v[1] = p[1];
  if (count > 2) v[2] = p[2];
  return v;
}

INLINE void store_quad_part(float *p, quad v, int count) {
  if (count >= 4) {
    *(quad *)p = v;
    return;
  }
  p[0] = v[0];
  if (count > 1) p[1] = v[1];
  if (count > 2) p[2] = v[2];
}

#if defined(__AVX512F__)
INLINE __mmask16 first(int count) { return (__mmask16)((1u << count) - 1); }
INLINE vec load_part(const float *p, int count) {
  return count >= LANES ? load(p) : (vec)_mm512_maskz_loadu_ps(first(count), p);
}
INLINE void store_part(float *p, vec v, int count) {
  if (count >= LANES) store(p, v);
  else _mm512_mask_storeu_ps(p, first(count), (__m512)v);
}
INLINE unsigned lanes_on(vec mask) { return _mm512_movepi32_mask((__m512i)mask); }
/* The places of the lanes of the mask that are on, counted from `at`, closed up; how many they are. */
#define COMPRESSES
INLINE int store_places(int *list, int at, vec mask) {
  const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  unsigned on = lanes_on(mask);
  __m512i places = _mm512_add_epi32(lane, _mm512_set1_epi32(at));
  _mm512_storeu_si512(list, _mm512_maskz_compress_epi32((__mmask16)on, places));
  return __builtin_popcount(on);
}
/* The lanes that are on, closed up: written to p, and nothing behind them. */
INLINE void store_closed_up(float *p, vec v, unsigned on) {
  _mm512_mask_storeu_ps(p, first(__builtin_popcount(on)),
                        _mm512_maskz_compress_ps((__mmask16)on, (__m512)v));
}
/* The floats at p in the lanes that are on, in order; 0 in the others. */
INLINE vec expanded(const float *p, unsigned on) {
  vec close = load_part(p, __builtin_popcount(on));
  return (vec)_mm512_maskz_expand_ps((__mmask16)on, (__m512)close);
}
#elif defined(__AVX2__)
INLINE __m256i first(int count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
INLINE vec load_part(const float *p, int count) {
  return count >= LANES ? load(p) : (vec)_mm256_maskload_ps(p, first(count));
}
INLINE void store_part(float *p, vec v, int count) {
  if (count >= LANES) store(p, v);
  else _mm256_maskstore_ps(p, first(count), (__m256)v);
}
INLINE unsigned lanes_on(vec mask) { return (unsigned)_mm256_movemask_ps((__m256)mask); }
#else
INLINE vec load_part(const float *p, int count) { return load_quad_part(p, count); }
INLINE void store_part(float *p, vec v, int count) { store_quad_part(p, v, count); }
INLINE unsigned lanes_on(vec mask) {
  ints bits = (ints)mask & (ints){1, 2, 4, 8};
  return (unsigned)(bits[0] + bits[1] + bits[2] + bits[3]);
}
#endif

INLINE int any(vec mask) { return lanes_on(mask) != 0; }

/* total and the first `count` lanes, added one after another. */
INLINE double add_lanes(double total, vec v, int count) {
  for (int lane = 0; lane < count; lane++) total += v[lane];
  return total;
}

INLINE int sum_whole(vec v) { return __builtin_reduce_add((ints)v); }

/* All bits set where a byte of the mask is not 0. */
INLINE vec mask_part(const unsigned char *mask, int count) {
  typedef unsigned char bytes __attribute__((vector_size(LANES), aligned(1)));
  bytes b = {};
  if (count >= LANES) b = *(const bytes *)mask;
  else for (int lane = 0; lane < count; lane++) b[lane] = mask[lane];
  return (vec)(__builtin_convertvector(b, ints) != 0);
}

/* Four lanes, where the number of lanes is part of what is computed. */
INLINE quad load_quad(const float *p) { return *(const quad *)p; }
INLINE void store_quad(float *p, quad v) { *(quad *)p = v; }
INLINE quad splat_quad_from(const float *p) { return *p - (quad){}; }
INLINE quad zero_quad(void) { return (quad){}; }
INLINE quad add_quads(quad a, quad b) { return a + b; }
INLINE quad madd_quads(quad a, quad b, quad c) { return __builtin_elementwise_fma(a, b, c); }
INLINE quad max_quad(quad a, quad b) {
  quad_ints less = a < b;
  return (quad)(((quad_ints)b & less) | ((quad_ints)a & ~less));
}
INLINE quad quad_of(float a, float b, float c, float d) { return (quad){a, b, c, d}; }
INLINE unsigned quad_on(quad v) {
  quad_ints bits = (v != 0) & (quad_ints){1, 2, 4, 8};
  return (unsigned)__builtin_reduce_or(bits);
}
INLINE float quad_first(quad v) { return v[0]; }
INLINE float quad_second(quad v) { return v[1]; }
/* a0 b0 a1 b1, a2 b2 a3 b3, a0 a1 b0 b1, a2 a3 b2 b3 */
INLINE quad weave_low(quad a, quad b) { return __builtin_shufflevector(a, b, 0, 4, 1, 5); }
INLINE quad weave_high(quad a, quad b) { return __builtin_shufflevector(a, b, 2, 6, 3, 7); }
INLINE quad pairs_low(quad a, quad b) { return __builtin_shufflevector(a, b, 0, 1, 4, 5); }
INLINE quad pairs_high(quad a, quad b) { return __builtin_shufflevector(a, b, 2, 3, 6, 7); }

#endif
