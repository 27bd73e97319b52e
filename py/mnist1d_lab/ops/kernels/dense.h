/* Dense products. C (m, n) is computed in tiles of five rows by twelve columns whose sums stay in
 * registers while the factors stream past. The columns in hand of the second factor are packed
 * side by side first, which also transposes them where needed, so there is one inner loop. */
#ifndef MNIST1D_LAB_DENSE_H
#define MNIST1D_LAB_DENSE_H

#include "vector.h"

enum { ROWS = 5, WIDTH = 12, DEPTH = 256, COLUMNS = 4 };
enum { ACCUMULATE = 1, RELU = 2, TRANSPOSE_A = 4, TRANSPOSE_B = 8 };

/* Rows 0 to `depth` of b's first `width` columns, with zeros up to the next whole vector. A row of
 * b is `n` long. */
INLINE void pack_panel(const float *b, int n, int depth, int width, float *pack) {
  int whole = width / 4, rest = width % 4;
  for (int p = 0; p < depth; p++, b += n) {
    for (int v = 0; v < whole; v++, pack += 4) store(pack, load(b + 4 * v));
    if (!rest) continue;
    store(pack, load_part(b + 4 * whole, rest));
    pack += 4;
  }
}

/* Columns p to p + count of four rows of b become `count` vectors, `step` floats apart. Only `rows`
 * of the four rows are there. */
INLINE void transpose(const float *b, int k, int rows, int count, float *pack, int step) {
  vec r0 = load_part(b, count), r1 = rows > 1 ? load_part(b + k, count) : zero();
  vec r2 = rows > 2 ? load_part(b + 2 * k, count) : zero();
  vec r3 = rows > 3 ? load_part(b + 3 * k, count) : zero();
  vec low01 = wasm_i32x4_shuffle(r0, r1, 0, 4, 1, 5), high01 = wasm_i32x4_shuffle(r0, r1, 2, 6, 3, 7);
  vec low23 = wasm_i32x4_shuffle(r2, r3, 0, 4, 1, 5), high23 = wasm_i32x4_shuffle(r2, r3, 2, 6, 3, 7);
  store(pack, wasm_i64x2_shuffle(low01, low23, 0, 2));
  if (count > 1) store(pack + step, wasm_i64x2_shuffle(low01, low23, 1, 3));
  if (count > 2) store(pack + 2 * step, wasm_i64x2_shuffle(high01, high23, 0, 2));
  if (count > 3) store(pack + 3 * step, wasm_i64x2_shuffle(high01, high23, 1, 3));
}

/* As pack_panel, for Bt: the panel's columns are rows of b, and a row of b is `k` long. */
INLINE void pack_transposed(const float *b, int k, int depth, int width, float *pack) {
  int step = 4 * ((width + 3) / 4);
  for (int j = 0; j < width; j += 4)
    for (int p = 0; p < depth; p += 4)
      transpose(b + j * k + p, k, width - j, depth - p, pack + p * step + j, step);
}

/* Adds `count` columns of a times as many rows of the packed panel to the sums. Column q of row r
 * lies at line[r][q], or at line[q][r] where a is read transposed: every address is a pointer and
 * a constant, which costs no instruction. */
INLINE void add_columns(const int rows, const int vecs, const int by_row, const int count,
                        const float *const *line, const float *pack, vec s[ROWS][WIDTH / 4]) {
  UNROLLED for (int q = 0; q < count; q++) {
    vec b[WIDTH / 4];
    UNROLLED for (int v = 0; v < vecs; v++) b[v] = load(pack + 4 * (q * vecs + v));
    UNROLLED for (int r = 0; r < rows; r++) {
      vec factor = splat_from(by_row ? line[r] + q : line[q] + r);
      UNROLLED for (int v = 0; v < vecs; v++) s[r][v] = madd(factor, b[v], s[r][v]);
    }
  }
}

/* `rows` by 4 `vecs` of c, which has n columns, from `depth` columns of a and the packed panel.
 * `step` is from one row of a to the next, or from one column to the next if not `by_row`. */
INLINE void tile(const int rows, const int vecs, const int by_row, int step, const float *a,
                 const float *pack, int depth, const float *bias, float *c, int n, int flags) {
  const int lines = by_row ? rows : COLUMNS;
  const float *line[ROWS];
  UNROLLED for (int l = 0; l < lines; l++) line[l] = a + l * step;
  vec s[ROWS][WIDTH / 4];
  UNROLLED for (int r = 0; r < rows; r++) {
    vec first = bias ? splat_from(bias + r) : zero();
    UNROLLED for (int v = 0; v < vecs; v++)
      s[r][v] = flags & ACCUMULATE ? add(load(c + r * n + 4 * v), first) : first;
  }
  int p = 0;
  for (; p + COLUMNS <= depth; p += COLUMNS, pack += COLUMNS * 4 * vecs) {
    add_columns(rows, vecs, by_row, COLUMNS, line, pack, s);
    UNROLLED for (int l = 0; l < lines; l++) line[l] += by_row ? COLUMNS : COLUMNS * step;
  }
  for (; p < depth; p++, pack += 4 * vecs) {
    add_columns(rows, vecs, by_row, 1, line, pack, s);
    UNROLLED for (int l = 0; l < lines; l++) line[l] += by_row ? 1 : step;
  }
  UNROLLED for (int r = 0; r < rows; r++)
    UNROLLED for (int v = 0; v < vecs; v++)
      store(c + r * n + 4 * v, flags & RELU ? at_least(s[r][v], zero()) : s[r][v]);
}

/* The tile with its sizes as constants. */
#define TILE(rows, vecs)                                                                \
  case (rows) * 4 + (vecs):                                                             \
    if (by_row) tile(rows, vecs, 1, step, a, pack, depth, bias, c, n, flags);           \
    else tile(rows, vecs, 0, step, a, pack, depth, bias, c, n, flags);                  \
    return;
#define TILES(rows) TILE(rows, 1) TILE(rows, 2) TILE(rows, 3)

static __attribute__((noinline)) void any_tile(int rows, int vecs, int by_row, int step,
                                               const float *a, const float *pack, int depth,
                                               const float *bias, float *c, int n, int flags) {
  switch (rows * 4 + vecs) { TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) }
}

INLINE void copy_columns(const float *from, int from_step, float *to, int to_step, int rows,
                         int width) {
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < width; j++) to[r * to_step + j] = from[r * from_step + j];
}

/* One packed panel of b against all rows of a. A panel that does not end on a whole vector goes
 * through a tile of its own, so that no neighbour in c is touched. */
INLINE void panel(const float *a, int by_row, int step, float *pack, int depth, const float *bias,
                  float *c, int m, int n, int width, int flags) {
  int vecs = (width + 3) / 4, partial = width % 4;
  float *spare = pack + DEPTH * WIDTH;
  for (int i = 0; i < m; i += ROWS) {
    int rows = m - i < ROWS ? m - i : ROWS;
    float *out = c + i * n;
    if (partial) copy_columns(out, n, spare, WIDTH, rows, width);
    any_tile(rows, vecs, by_row, step, a + i * (by_row ? step : 1), pack, depth,
             bias ? bias + i : 0, partial ? spare : out, partial ? WIDTH : n, flags);
    if (partial) copy_columns(spare, WIDTH, out, n, rows, width);
  }
}

/* Two panels of eight rather than one of twelve and one of four, which would keep too few sums. */
INLINE int panel_width(int left) {
  if (left > WIDTH && left <= WIDTH + 4) return 8;
  return left < WIDTH ? left : WIDTH;
}

/* c (m, n) = a b + bias, or c += a b + bias, then max(0, .). a is (m, k), or (k, m) for
 * TRANSPOSE_A; b is (k, n), or (n, k) for TRANSPOSE_B. `pack` has room for (DEPTH + ROWS) * WIDTH
 * floats. */
static __attribute__((noinline)) void multiply(const float *a, const float *b, const float *bias,
                                               float *c, int m, int k, int n, int flags,
                                               float *pack) {
  int by_row = !(flags & TRANSPOSE_A), step = by_row ? k : m;
  for (int j = 0, width; j < n; j += width) {
    width = panel_width(n - j);
    int p = 0;
    do {
      int depth = k - p < DEPTH ? k - p : DEPTH;
      int here = (p ? flags | ACCUMULATE : flags) & (p + depth < k ? ~RELU : ~0);
      if (flags & TRANSPOSE_B) pack_transposed(b + j * k + p, k, depth, width, pack);
      else pack_panel(b + p * n + j, n, depth, width, pack);
      panel(a + p * (by_row ? 1 : step), by_row, step, pack, depth, p ? 0 : bias, c + j, m, n,
            width, here);
      p += DEPTH;
    } while (p < k);
  }
}

typedef struct {
  int op;
  const float *a, *b, *bias;
  float *c;
  int m, k, n, flags;
  float *pack;
} Product;

KERNEL product(const Product *g) {
  multiply(g->a, g->b, g->bias, g->c, g->m, g->k, g->n, g->flags, g->pack);
}

#endif
