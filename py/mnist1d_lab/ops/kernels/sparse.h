/* Products with a sparse matrix in compressed rows. Each entry that survives costs one multiply
 * and add per sample: a row's sums stay in registers, up to 13 vectors (52 samples) at a time. */
#ifndef MNIST1D_LAB_SPARSE_H
#define MNIST1D_LAB_SPARSE_H

#include "dense.h"

/* out (m, n) = S x + bias, or += S x, then max(0, .). Entry p has value values[order[p]], or
 * values[p] where order is null; so W and Wt read the same values. `live`, unless null, has room
 * for as many whole numbers as x has rows: rows of zeros are looked for then (dense.h says why). */
typedef struct {
  word op;
  const int *starts, *indices, *order;
  const float *values, *x, *bias;
  float *out;
  word m, n, flags, rows_x;
  int *live;
} SparseProduct;

/* `vecs` vectors of columns from column j on, the last of them of `last` floats. */
INLINE void sparse_columns(const int vecs, const SparseProduct *g, const int *live, int j, int last) {
  int n = (int)g->n, m = (int)g->m;
  for (int i = 0; i < m; i++) {
    float *out = g->out + i * n + j;
    vec s[13], first = g->bias ? splat_from(g->bias + i) : zero();
    UNROLLED for (int v = 0; v < vecs; v++)
      s[v] = g->flags & ACCUMULATE ? add(load_part(out + LANES * v, v < vecs - 1 ? LANES : last), first) : first;
    for (int p = g->starts[i]; p < g->starts[i + 1]; p++) {
      if (live && !live[g->indices[p]]) continue;
      const float *x = g->x + g->indices[p] * n + j;
      vec w = splat_from(g->values + (g->order ? g->order[p] : p));
      UNROLLED for (int v = 0; v < vecs; v++) s[v] = madd(w, load_part(x + LANES * v, v < vecs - 1 ? LANES : last), s[v]);
    }
    UNROLLED for (int v = 0; v < vecs; v++)
      store_part(out + LANES * v, g->flags & RELU ? at_least(s[v], zero()) : s[v],
                 v < vecs - 1 ? LANES : last);
  }
}

INLINE void sparse_column(const SparseProduct *g, int j) {
  for (int i = 0; i < g->m; i++) {
    float *out = g->out + i * g->n + j;
    float s = (g->bias ? g->bias[i] : 0) + (g->flags & ACCUMULATE ? *out : 0);
    for (int p = g->starts[i]; p < g->starts[i + 1]; p++)
      s += g->values[g->order ? g->order[p] : p] * g->x[g->indices[p] * g->n + j];
    *out = g->flags & RELU && s < 0 ? 0 : s;
  }
}

/* Which rows of x are not all zero, or null where fewer than half are: leaving those out would cost
 * more in mispredicted branches than it saves. */
INLINE const int *live_rows(const SparseProduct *g) {
  if (!g->live) return 0;
  int count = 0;
  for (int i = 0; i < g->rows_x; i++) count += g->live[i] = !is_zero(g->x + i * g->n, g->n);
  return 2 * count <= g->rows_x ? g->live : 0;
}

#define SPARSE_COLUMNS(vecs)                     \
  case vecs:                                     \
    sparse_columns(vecs, g, live, j, last);      \
    break;

/* How many vectors to take at once, of so many that are left. */
INLINE int sparse_vectors(int left) {
  if (LANES > 4) return left < 8 ? left : 8;
  if (left == 13 || left == 25 || left == 26) return 13;
  return left >= 12 ? 12 : left >= 6 ? 6 : left >= 3 ? 3 : 1;
}

/* Columns past the last four of four are left to `sparse_column`, whatever a vector's length. */
KERNEL sparse_product(const SparseProduct *g) {
  const int *live = live_rows(g);
  int j = 0, n = (int)g->n;
  for (int left = n / 4 * 4; left > 0;) {
    int vecs = sparse_vectors((left + LANES - 1) / LANES);
    int last = left >= LANES * vecs ? LANES : left - LANES * (vecs - 1);
    switch (vecs) {
      SPARSE_COLUMNS(1) SPARSE_COLUMNS(3) SPARSE_COLUMNS(6)
#if LANES_ARE_MANY
      SPARSE_COLUMNS(2) SPARSE_COLUMNS(4) SPARSE_COLUMNS(5) SPARSE_COLUMNS(7) SPARSE_COLUMNS(8)
#else
      SPARSE_COLUMNS(12) SPARSE_COLUMNS(13)
#endif
    }
    left -= LANES * vecs;
    j += LANES * vecs;
  }
  for (j = n / 4 * 4; j < n; j++) sparse_column(g, j);
}

/* out[p] = dy[i, :] . x[j, :] for every entry p = (i, j): the weight gradient of the survivors. */
typedef struct {
  word op;
  const int *starts, *indices;
  const float *dy, *x;
  float *out;
  word m, n;
} SampledProduct;

INLINE float dot(const float *a, const float *b, int n) {
  quad s = zero_quad();
  int p = 0;
  for (; p + 4 <= n; p += 4) s = madd_quads(load_quad(a + p), load_quad(b + p), s);
  float total = sum(s);
  for (; p < n; p++) total += a[p] * b[p];
  return total;
}

/* Four entries of a row at once, so that dy is read once for the four. */
INLINE void four_dots(const float *dy, const float *x, const int *indices, int n, float *out) {
  const float *x0 = x + indices[0] * n, *x1 = x + indices[1] * n, *x2 = x + indices[2] * n,
              *x3 = x + indices[3] * n;
  quad a = zero_quad(), b = zero_quad(), c = zero_quad(), d = zero_quad();
  int p = 0;
  UNROLL(2)
  for (; p + 4 <= n; p += 4) {
    quad y = load_quad(dy + p);
    a = madd_quads(y, load_quad(x0 + p), a);
    b = madd_quads(y, load_quad(x1 + p), b);
    c = madd_quads(y, load_quad(x2 + p), c);
    d = madd_quads(y, load_quad(x3 + p), d);
  }
  quad total = sums(a, b, c, d);
  for (; p < n; p++)
    total = madd_quads(splat_quad_from(dy + p), quad_of(x0[p], x1[p], x2[p], x3[p]), total);
  store_quad(out, total);
}

KERNEL sampled_product(const SampledProduct *g) {
  for (int i = 0; i < g->m; i++) {
    const float *dy = g->dy + i * g->n;
    int p = g->starts[i], end = g->starts[i + 1];
    if (p < end && is_zero(dy, g->n))
      for (; p < end; p++) g->out[p] = 0;
    for (; p + 4 <= end; p += 4) four_dots(dy, g->x, g->indices + p, g->n, g->out + p);
    for (; p < end; p++) g->out[p] = dot(dy, g->x + g->indices[p] * g->n, g->n);
  }
}

#endif
