/* Dense products. C (m, n) is computed in tiles whose sums stay in registers: four rows by twelve
 * columns where the second factor is read row by row, three by four where both are read along
 * their rows (A Bt). Sixteen vector registers hold twelve sums and the factors in flight. */
#ifndef MNIST1D_LAB_DENSE_H
#define MNIST1D_LAB_DENSE_H

#include "vector.h"

enum { ROWS = 4, WIDTH = 12, DEPTH = 256, L1_FLOATS = 4096 };
enum { ACCUMULATE = 1, RELU = 2 };

/* Rows p of b[., 0:width] side by side, with zeros up to the next whole vector. */
INLINE void pack_panel(const float *b, int n, int depth, int width, float *pack) {
  int whole = width / 4, rest = width % 4;
  for (int p = 0; p < depth; p++, b += n) {
    for (int v = 0; v < whole; v++, pack += 4) store(pack, load(b + 4 * v));
    if (!rest) continue;
    store(pack, load_part(b + 4 * whole, rest));
    pack += 4;
  }
}

/* `rows` by 4 `vecs` of c, which has n columns, from `depth` columns of a and the packed panel. */
INLINE void tile(const int rows, const int vecs, const int row_step, const int column_step,
                 const float *a, const float *pack, int depth, const float *bias, float *c, int n,
                 int flags) {
  vec s[ROWS][WIDTH / 4];
  for (int r = 0; r < rows; r++) {
    vec first = bias ? splat_from(bias + r) : zero();
    for (int v = 0; v < vecs; v++)
      s[r][v] = flags & ACCUMULATE ? add(load(c + r * n + 4 * v), first) : first;
  }
  UNROLL(4)
  for (int p = 0; p < depth; p++) {
    vec b[WIDTH / 4];
    for (int v = 0; v < vecs; v++) b[v] = load(pack + 4 * v);
    for (int r = 0; r < rows; r++) {
      vec factor = splat_from(a + r * row_step);
      for (int v = 0; v < vecs; v++) s[r][v] = madd(factor, b[v], s[r][v]);
    }
    a += column_step;
    pack += 4 * vecs;
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vecs; v++)
      store(c + r * n + 4 * v, flags & RELU ? at_least(s[r][v], zero()) : s[r][v]);
}

/* The tile with its sizes as constants; one of the two steps is 1, and is a constant too. */
#define TILE(rows, vecs)                                                                       \
  case (rows) * 4 + (vecs):                                                                    \
    if (column_step == 1) tile(rows, vecs, row_step, 1, a, pack, depth, bias, c, n, flags);    \
    else tile(rows, vecs, 1, column_step, a, pack, depth, bias, c, n, flags);                  \
    return;

static __attribute__((noinline)) void any_tile(int rows, int vecs, int row_step, int column_step,
                                               const float *a, const float *pack, int depth,
                                               const float *bias, float *c, int n, int flags) {
  switch (rows * 4 + vecs) {
    TILE(4, 3) TILE(4, 2) TILE(4, 1) TILE(3, 3) TILE(3, 2) TILE(3, 1)
    TILE(2, 3) TILE(2, 2) TILE(2, 1) TILE(1, 3) TILE(1, 2) TILE(1, 1)
  }
}

INLINE void copy_columns(const float *from, int from_step, float *to, int to_step, int rows,
                         int width) {
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < width; j++) to[r * to_step + j] = from[r * from_step + j];
}

/* One packed panel of b against all rows of a. A panel that does not end on a whole vector goes
 * through a tile of its own, so that no neighbour in c is touched. */
INLINE void panel(const float *a, int row_step, int column_step, float *pack, int depth,
                  const float *bias, float *c, int m, int n, int width, int flags) {
  int vecs = (width + 3) / 4, partial = width % 4;
  float *spare = pack + DEPTH * WIDTH;
  for (int i = 0; i < m; i += ROWS) {
    int rows = m - i < ROWS ? m - i : ROWS;
    float *out = c + i * n;
    if (partial) copy_columns(out, n, spare, WIDTH, rows, width);
    any_tile(rows, vecs, row_step, column_step, a + i * row_step, pack, depth,
             bias ? bias + i : 0, partial ? spare : out, partial ? WIDTH : n, flags);
    if (partial) copy_columns(spare, WIDTH, out, n, rows, width);
  }
}

/* c (m, n) = a b + bias, or c += a b + bias, then max(0, .). Element (i, p) of `a` lies at
 * a[i * row_step + p * column_step], and one of the steps is 1; b is (k, n). `pack` has room for
 * (DEPTH + ROWS) * WIDTH floats. */
static __attribute__((noinline)) void multiply(const float *a, int row_step, int column_step,
                                               const float *b, const float *bias, float *c, int m,
                                               int k, int n, int flags, float *pack) {
  for (int j = 0; j < n; j += WIDTH) {
    int width = n - j < WIDTH ? n - j : WIDTH, p = 0;
    do {
      int depth = k - p < DEPTH ? k - p : DEPTH;
      int here = (p ? flags | ACCUMULATE : flags) & (p + depth < k ? ~RELU : ~0);
      pack_panel(b + p * n + j, n, depth, width, pack);
      panel(a + p * column_step, row_step, column_step, pack, depth, p ? 0 : bias, c + j, m, n,
            width, here);
      p += DEPTH;
    } while (p < k);
  }
}

/* Dot products of `rows` rows of a with four rows of b; `count` of the four are wanted. Rows past
 * the end are read as the last one. */
INLINE void dots(const int rows, const float *a, const float *b, float *c, int q, int n, int count,
                 int flags) {
  int whole = n & ~3, last = count - 1;
  const float *b1 = b + (last < 1 ? last : 1) * n, *b2 = b + (last < 2 ? last : 2) * n,
              *b3 = b + last * n;
  vec s[3][4];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < 4; v++) s[r][v] = zero();
  UNROLL(2)
  for (int p = 0; p < whole; p += 4) {
    vec x0 = load(b + p), x1 = load(b1 + p), x2 = load(b2 + p), x3 = load(b3 + p);
    for (int r = 0; r < rows; r++) {
      vec y = load(a + r * n + p);
      s[r][0] = madd(y, x0, s[r][0]);
      s[r][1] = madd(y, x1, s[r][1]);
      s[r][2] = madd(y, x2, s[r][2]);
      s[r][3] = madd(y, x3, s[r][3]);
    }
  }
  for (int r = 0; r < rows; r++, c += q, a += n) {
    vec total = sums(s[r][0], s[r][1], s[r][2], s[r][3]);
    for (int p = whole; p < n; p++)
      total = madd(splat_from(a + p), wasm_f32x4_make(b[p], b1[p], b2[p], b3[p]), total);
    if (flags & ACCUMULATE) total = add(load_part(c, count), total);
    store_part(c, total, count);
  }
}

/* c (m, q) = A Bt, or +=, with a (m, n) and b (q, n): as many rows of b at a time as stay in the
 * first-level cache while a passes by. */
static __attribute__((noinline)) void multiply_nt(const float *a, const float *b, float *c, int m,
                                                  int q, int n, int flags) {
  int block = n ? (L1_FLOATS / n) & ~3 : 4;
  if (block < 4) block = 4;
  for (int j0 = 0; j0 < q; j0 += block) {
    int end = j0 + block < q ? j0 + block : q;
    for (int i = 0; i < m; i += 3)
      for (int j = j0; j < end; j += 4) {
        const float *rows_a = a + i * n, *rows_b = b + j * n;
        float *out = c + i * q + j;
        int count = end - j < 4 ? end - j : 4;
        if (m - i >= 3) dots(3, rows_a, rows_b, out, q, n, count, flags);
        else if (m - i == 2) dots(2, rows_a, rows_b, out, q, n, count, flags);
        else dots(1, rows_a, rows_b, out, q, n, count, flags);
      }
  }
}

typedef struct {
  int op;
  const float *a, *b, *bias;
  float *c;
  int m, k, n, row_step, column_step, flags;
  float *pack;
} Product;

typedef struct {
  int op;
  const float *a, *b;
  float *c;
  int m, q, n, flags;
} ProductNT;

KERNEL product(const Product *g) {
  multiply(g->a, g->row_step, g->column_step, g->b, g->bias, g->c, g->m, g->k, g->n, g->flags,
           g->pack);
}

KERNEL product_nt(const ProductNT *g) {
  multiply_nt(g->a, g->b, g->c, g->m, g->q, g->n, g->flags);
}

#endif
