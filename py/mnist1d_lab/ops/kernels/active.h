/* Dense products that follow the active entries of one factor.
 *
 * A rectified unit is off for most samples, so more than half of a layer's activations are zeros,
 * and so are the same places of its gradient. Where there are enough, the product lists the other
 * entries, row by row, and takes those only. Each sum is taken in the same order as in dense.h and
 * from the same start, and what is left out is a product with 0: so the result is the same. */
#ifndef MNIST1D_LAB_ACTIVE_H
#define MNIST1D_LAB_ACTIVE_H

#include "dense.h"

/* A panel of up to PANEL vectors of columns and BLOCK rows (26 to 32 KB) stays in the nearest cache
 * while the other factor's rows pick from it. A list is its length, then places, of which some are
 * written past it: fewer than there are lanes. */
#if LANES_ARE_MANY
enum { PANEL = 8, BLOCK = 1024 / LANES, LIST = BLOCK + LANES };
#else
enum { PANEL = 13, BLOCK = 128, LIST = BLOCK + LANES };
#endif

/* How many of the entries are not 0. */
static __attribute__((noinline)) int count_active(const float *x, int size) {
  vec minus = zero();
  int i = 0;
  for (; i + LANES <= size; i += LANES) minus = add_whole(minus, unequal(load(x + i), zero()));
  int count = -sum_whole(minus);
  for (; i < size; i++) count += x[i] != 0;
  return count;
}

/* Lists the places of the entries that are not 0. Every place is written, and the next one over it
 * unless it counts: so no branch depends on the data. */
INLINE void list_active(const float *x, int size, int *list) {
  int count = 1, i = 0;
#ifdef COMPRESSES
  for (; i + LANES <= size; i += LANES)
    count += store_places(list + count, i, unequal(load(x + i), zero()));
#endif
  for (; i + 4 <= size; i += 4) {
    unsigned on = quad_on(load_quad(x + i));
    int *next = list + count;
    next[0] = i;
    next[on & 1] = i + 1;
    next[__builtin_popcount(on & 3)] = i + 2;
    next[__builtin_popcount(on & 7)] = i + 3;
    count += __builtin_popcount(on);
  }
  for (; i < size; i++) {
    list[count] = i;
    count += x[i] != 0;
  }
  list[0] = count - 1;
}

/* Four rows of x, of which `rows` are there, become columns of out, at rows j to j + count. */
INLINE void turn_four(const float *x, int from, float *out, int step, const int relu, int rows,
                      int j, int count) {
  quad r[4];
  load_turned(x + j, from, rows, count, r);
  UNROLLED for (int q = 0; q < 4; q++)
    if (q < count)
      store_quad_part(out + (j + q) * step, relu ? max_quad(r[q], zero_quad()) : r[q], rows);
}

/* out (n, m) = x (m, n) transposed, then max(0, .) if `relu`. A row of x is `from` floats long and
 * one of out `step`. */
INLINE void turn(const float *x, int m, int n, int from, float *out, int step, const int relu) {
  for (int left = m; left > 0; left -= 4, x += 4 * from, out += 4)
    if (left >= 4) FOURS(n, turn_four, x, from, out, step, relu, 4);
    else FOURS(n, turn_four, x, from, out, step, relu, left);
}

/* c (rows of a, `vecs` vectors of columns) from the listed entries of a's rows and the packed panel: on top of
 * what is there if `accumulate`, else of `first`, a row, unless it is null. `last` is how many
 * floats there are of a row's last vector. */
INLINE void active_columns(const int vecs, const float *a, int step_a, int m, const int *lists,
                           const float *panel, const float *first, float *c, int step_c, int last,
                           int accumulate) {
  for (int i = 0; i < m; i++, a += step_a, lists += LIST, c += step_c) {
    const float *from = accumulate ? c : first;
    vec s[PANEL];
    UNROLLED for (int v = 0; v < vecs; v++)
      s[v] = !from ? zero() : v < vecs - 1 ? load(from + LANES * v) : load_part(from + LANES * v, last);
    for (int q = 1; q <= lists[0]; q++) {
      const float *row = panel + lists[q] * LANES * vecs;
      vec factor = splat_from(a + lists[q]);
      UNROLLED for (int v = 0; v < vecs; v++) s[v] = madd(factor, load(row + LANES * v), s[v]);
    }
    UNROLLED for (int v = 0; v < vecs - 1; v++) store(c + LANES * v, s[v]);
    store_part(c + LANES * (vecs - 1), s[vecs - 1], last);
  }
}

/* Panels as equal as can be: at least 7 vectors each where there are 7. */
INLINE int panel_vectors(int left) {
  int panels = (left + PANEL - 1) / PANEL;
  return (left + panels - 1) / panels;
}

#define ACTIVE_COLUMNS(vecs)                                                                    \
  case vecs:                                                                                    \
    active_columns(vecs, a + p, step_a, m, lists, pack, first ? first + j : 0, c + j, step_c, last, \
                   p > 0);                                                                      \
    break;

/* c (m, n) = a b + first, where the rows of a (m, k) are followed and `first` (n,) may be null. b is
 * (k, n), or (n, k) if `turned`; n is at least 25. `lists` has room for m lists, `pack` for a panel. */
static __attribute__((noinline)) void follow(const float *a, int step_a, const float *b, int turned,
                                             const float *first, float *c, int step_c, int m, int k,
                                             int n, int *lists, float *pack) {
  for (int p = 0; p < k; p += BLOCK) {
    int depth = k - p < BLOCK ? k - p : BLOCK;
    for (int i = 0; i < m; i++) list_active(a + i * step_a + p, depth, lists + i * LIST);
    for (int j = 0, vecs; j < n; j += LANES * vecs) {
      vecs = panel_vectors((n - j + LANES - 1) / LANES);
      int width = n - j < LANES * vecs ? n - j : LANES * vecs, last = width - LANES * (vecs - 1);
      if (turned) pack_transposed(b + j * k + p, k, depth, width, pack);
      else pack_panel(b + p * n + j, n, depth, width, 0, pack);
      switch (vecs) {
        ACTIVE_COLUMNS(7) ACTIVE_COLUMNS(8)
#if LANES_ARE_MANY
        ACTIVE_COLUMNS(1) ACTIVE_COLUMNS(2) ACTIVE_COLUMNS(3)
        ACTIVE_COLUMNS(4) ACTIVE_COLUMNS(5) ACTIVE_COLUMNS(6)
#else
        ACTIVE_COLUMNS(9) ACTIVE_COLUMNS(10) ACTIVE_COLUMNS(11) ACTIVE_COLUMNS(12) ACTIVE_COLUMNS(13)
#endif
      }
    }
  }
}

INLINE int whole(int floats) { return (floats + 3) / 4 * 4; }

/* Follows a: for a gradient dY Xt, whose rows are the gradient's. */
INLINE void follow_rows(const float *a, const float *bt, float *c, int m, int k, int n,
                        float *scratch) {
  float *pack = scratch;
  follow(a, k, bt, 1, 0, c, n, m, k, n, (int *)(pack + BLOCK * LANES * PANEL), pack);
}

/* Follows b, whose columns are samples: everything is turned, so that samples are rows. a is (m, k),
 * or (k, m) if `turned`. */
INLINE void follow_columns(const float *a, int turned, const float *b, const float *bias, float *c,
                           int m, int k, int n, int relu, float *scratch) {
  int step_b = whole(k), step_c = whole(m);
  float *pack = scratch, *samples = pack + BLOCK * LANES * PANEL, *results = samples + n * step_b;
  turn(b, k, n, n, samples, step_b, 0);
  follow(samples, step_b, a, !turned, bias, results, step_c, n, k, m, (int *)(results + n * step_c),
         pack);
  turn(results, n, m, step_c, c, n, relu);
}

#endif
