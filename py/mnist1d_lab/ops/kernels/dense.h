/* Dense products. C (m, n) is computed in tiles of ROWS rows by three vectors of columns, whose sums
 * stay in registers while the factors stream past. The columns in hand of the second factor are packed
 * side by side first, which also transposes them where needed, so there is one inner loop.
 *
 * A rectified unit that is off for a whole batch (a dead unit) has a row of zeros for a gradient,
 * and at the learning rates of the lottery most units of a second layer are dead. So the products
 * that take a gradient, a transposed product and one with a transposed factor, work on the list of
 * its other rows only (`live`). What is left out is a sum of zeros, so the result is the same. */
#ifndef MNIST1D_LAB_DENSE_H
#define MNIST1D_LAB_DENSE_H

#include "vector.h"

/* As many rows as there are registers for; a panel of DEPTH rows stays in a near cache. */
#if defined(__AVX512F__) || defined(__aarch64__)
#define ROWS 8
#elif defined(__AVX2__)
#define ROWS 4
#else
#define ROWS 5
#endif
enum { VECS = 3, WIDTH = VECS * LANES, DEPTH = 256, COLUMNS = 4 };
enum { ACCUMULATE = 1, RELU = 2, TRANSPOSE_A = 4, TRANSPOSE_B = 8 };

/* The row in place i: of all rows, or of those listed. */
INLINE int row_at(const int *live, int i) { return live ? live[i] : i; }

/* Lists the rows of x that are not all zero and returns how many they are. */
static __attribute__((noinline)) int list_live(const float *x, int rows, int length, int *live) {
  int count = 0;
  for (int i = 0; i < rows; i++)
    if (!is_zero(x + i * length, length)) live[count++] = i;
  return count;
}

INLINE int whole_vecs(int floats) { return (floats + LANES - 1) / LANES * LANES; }

/* `depth` rows of b's first `width` columns, with zeros up to the next whole vector. A row of b is
 * `n` long. */
INLINE void pack_panel(const float *b, int n, int depth, int width, const int *live, float *pack) {
  int whole = width / LANES, rest = width % LANES;
  for (int p = 0; p < depth; p++) {
    const float *row = b + row_at(live, p) * n;
    for (int v = 0; v < whole; v++, pack += LANES) store(pack, load(row + LANES * v));
    if (!rest) continue;
    store(pack, load_part(row + LANES * whole, rest));
    pack += LANES;
  }
}

/* Columns p to p + count of four rows of b become `count` quads, `step` floats apart. Only `rows`
 * of the four rows are there. */
INLINE void transpose(const float *b, int k, float *pack, int step, int rows, int p, int count) {
  quad r[4];
  load_turned(b + p, k, rows, count, r);
  UNROLLED for (int q = 0; q < 4; q++)
    if (q < count) store_quad(pack + (p + q) * step, r[q]);
}

/* As pack_panel, for Bt: the panel's columns are rows of b, and a row of b is `k` long. */
INLINE void pack_transposed(const float *b, int k, int depth, int width, float *pack) {
  int step = whole_vecs(width);
  for (int j = 0; j < step; j += 4, b += 4 * k, pack += 4)
    if (width - j >= 4) FOURS(depth, transpose, b, k, pack, step, 4);
    else FOURS(depth, transpose, b, k, pack, step, width - j);
}

/* Adds `count` columns of a times as many rows of the packed panel to the sums. Column q of row r
 * lies at line[r][q], or at line[q][r] where a is read transposed: every address is a pointer and
 * a constant, which costs no instruction. */
INLINE void add_columns(const int rows, const int vecs, const int by_row, const int count,
                        const float *const *line, const float *pack, vec s[ROWS][VECS]) {
  UNROLLED for (int q = 0; q < count; q++) {
    vec b[VECS];
    UNROLLED for (int v = 0; v < vecs; v++) b[v] = load(pack + LANES * (q * vecs + v));
    UNROLLED for (int r = 0; r < rows; r++) {
      vec factor = splat_from(by_row ? line[r] + q : line[q] + r);
      UNROLLED for (int v = 0; v < vecs; v++) s[r][v] = madd(factor, b[v], s[r][v]);
    }
  }
}

/* `rows` by `vecs` vectors of c, which has n columns, from `depth` columns of a and the packed panel.
 * `step` is from one row of a to the next, or from one column to the next if not `by_row`. Unless
 * they are null, `live` lists which rows of a these are, or which columns, and `out` which rows of
 * c. */
INLINE void tile(const int rows, const int vecs, const int by_row, int step, const float *a,
                 const int *live, const float *pack, int depth, const float *bias, float *c, int n,
                 const int *out, int flags) {
  const int lines = by_row ? rows : COLUMNS, listed = !by_row && live;
  const float *line[ROWS];
  UNROLLED for (int l = 0; l < lines; l++) line[l] = a + (by_row ? row_at(live, l) : l) * step;
  vec s[ROWS][VECS];
  UNROLLED for (int r = 0; r < rows; r++) {
    vec first = bias ? splat_from(bias + r) : zero();
    UNROLLED for (int v = 0; v < vecs; v++)
      s[r][v] = flags & ACCUMULATE ? add(load(c + row_at(out, r) * n + LANES * v), first) : first;
  }
  int p = 0;
  for (; p + COLUMNS <= depth; p += COLUMNS, pack += COLUMNS * LANES * vecs) {
    if (listed) UNROLLED for (int l = 0; l < lines; l++) line[l] = a + live[p + l] * step;
    add_columns(rows, vecs, by_row, COLUMNS, line, pack, s);
    UNROLLED for (int l = 0; l < lines; l++) line[l] += by_row ? COLUMNS : COLUMNS * step;
  }
  for (; p < depth; p++, pack += LANES * vecs) {
    if (listed) line[0] = a + live[p] * step;
    add_columns(rows, vecs, by_row, 1, line, pack, s);
    UNROLLED for (int l = 0; l < lines; l++) line[l] += by_row ? 1 : step;
  }
  UNROLLED for (int r = 0; r < rows; r++)
    UNROLLED for (int v = 0; v < vecs; v++)
      store(c + row_at(out, r) * n + LANES * v, flags & RELU ? at_least(s[r][v], zero()) : s[r][v]);
}

/* The tile with its sizes as constants. */
#define TILE(rows, vecs)                                                                \
  case (rows) * 4 + (vecs):                                                             \
    if (by_row) tile(rows, vecs, 1, step, a, live, pack, depth, bias, c, n, out, flags); \
    else if (live) tile(rows, vecs, 0, step, a, live, pack, depth, bias, c, n, 0, flags); \
    else tile(rows, vecs, 0, step, a, 0, pack, depth, bias, c, n, 0, flags);            \
    return;
#define TILES(rows) TILE(rows, 1) TILE(rows, 2) TILE(rows, 3)

static __attribute__((noinline)) void any_tile(int rows, int vecs, int by_row, int step,
                                               const float *a, const int *live,
                                               const float *pack, int depth, const float *bias,
                                               float *c, int n, const int *out, int flags) {
  switch (rows * 4 + vecs) {
    TILES(1) TILES(2) TILES(3) TILES(4)
#if ROWS > 4
    TILES(5)
#endif
#if ROWS > 5
    TILES(6) TILES(7) TILES(8)
#endif
  }
}

/* Between c, whose rows are `n` long and may be listed, and the spare tile. */
INLINE void copy_columns(float *c, int n, const int *live, float *spare, int rows, int width,
                         int back) {
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < width; j++) {
      float *there = c + row_at(live, r) * n + j, *here = spare + r * WIDTH + j;
      if (back) *there = *here;
      else *here = *there;
    }
}

/* Zeros in the rows of c that are not listed. */
INLINE void clear_rest(float *c, int m, int n, const int *live, int count) {
  for (int i = 0, next = 0; i < m; i++) {
    if (next < count && live[next] == i) next++;
    else for (int j = 0; j < n; j++) c[i * n + j] = 0;
  }
}

/* One packed panel of b against all rows of a. A panel that does not end on a whole vector goes
 * through a tile of its own, so that no neighbour in c is touched. */
INLINE void panel(const float *a, int by_row, int step, const int *live, float *pack, int depth,
                  const float *bias, float *c, int m, int n, int width, int flags) {
  int vecs = (width + LANES - 1) / LANES, partial = width % LANES;
  float *spare = pack + DEPTH * WIDTH;
  for (int i = 0; i < m; i += ROWS) {
    int rows = m - i < ROWS ? m - i : ROWS;
    int listed = by_row && live;
    const int *here = listed ? live + i : live, *out = listed ? here : 0;
    const float *from = listed ? a : a + i * (by_row ? step : 1);
    float *to = listed ? c : c + i * n;
    if (partial) copy_columns(to, n, out, spare, rows, width, 0);
    any_tile(rows, vecs, by_row, step, from, here, pack, depth, bias ? bias + i : 0,
             partial ? spare : to, partial ? WIDTH : n, partial ? 0 : out, flags);
    if (partial) copy_columns(to, n, out, spare, rows, width, 1);
  }
}

/* Two panels of two vectors rather than one of three and one of one, which would keep too few sums. */
INLINE int panel_width(int left) {
  if (left > WIDTH && left <= WIDTH + LANES) return 2 * LANES;
  return left < WIDTH ? left : WIDTH;
}

/* c (m, n) = a b + bias, or c += a b + bias, then max(0, .). a is (m, k), or (k, m) for
 * TRANSPOSE_A; b is (k, n), or (n, k) for TRANSPOSE_B. `pack` has room for (DEPTH + ROWS) * WIDTH
 * floats; `live` for k whole numbers with TRANSPOSE_A and m with TRANSPOSE_B, or it is null: then
 * no rows of zeros are looked for. */
static __attribute__((noinline)) void multiply(const float *a, const float *b, const float *bias,
                                               float *c, int m, int k, int n, int flags,
                                               float *pack, int *live) {
  int by_row = !(flags & TRANSPOSE_A), step = by_row ? k : m;
  int rows = by_row ? m : k, count = rows;
  if (live) count = by_row ? list_live(a, m, k, live) : list_live(b, k, n, live);
  if (count == rows) live = 0;
  if (by_row && live && !(flags & ACCUMULATE)) clear_rest(c, m, n, live, count);
  if (by_row) m = count;
  else k = count;
  for (int j = 0, width; j < n; j += width) {
    width = panel_width(n - j);
    int p = 0;
    do {
      int depth = k - p < DEPTH ? k - p : DEPTH;
      int here = (p ? flags | ACCUMULATE : flags) & (p + depth < k ? ~RELU : ~0);
      if (flags & TRANSPOSE_B) pack_transposed(b + j * k + p, k, depth, width, pack);
      else if (live) pack_panel(b + j, n, depth, width, live + p, pack);
      else pack_panel(b + p * n + j, n, depth, width, 0, pack);
      const float *from = !by_row && live ? a : a + p * (by_row ? 1 : step);
      const int *those = !by_row && live ? live + p : live;
      panel(from, by_row, step, those, pack, depth, p ? 0 : bias, c + j, m, n, width, here);
      p += DEPTH;
    } while (p < k);
  }
}

#endif
