/* Products with a sparse matrix in compressed rows. Each entry that survives costs one multiply
 * and add per sample: a row's sums stay in registers, up to 13 vectors (52 samples) at a time. */
#ifndef MNIST1D_LAB_SPARSE_H
#define MNIST1D_LAB_SPARSE_H

#include "dense.h"

/* out (m, n) = S x + bias, or += S x, then max(0, .). Entry p has value values[order[p]], or
 * values[p] where order is null; so W and Wt read the same values. `live`, unless null, has room
 * for as many whole numbers as x has rows: rows of zeros are looked for then (dense.h says why). */
typedef struct {
  int op;
  const int *starts, *indices, *order;
  const float *values, *x, *bias;
  float *out;
  int m, n, flags;
  int rows_x, *live;
} SparseProduct;

INLINE void sparse_columns(const int vecs, const SparseProduct *g, const int *live, int j) {
  int n = g->n;
  for (int i = 0; i < g->m; i++) {
    float *out = g->out + i * n + j;
    vec s[13], first = g->bias ? splat_from(g->bias + i) : zero();
    UNROLLED for (int v = 0; v < vecs; v++)
      s[v] = g->flags & ACCUMULATE ? add(load(out + 4 * v), first) : first;
    for (int p = g->starts[i]; p < g->starts[i + 1]; p++) {
      if (live && !live[g->indices[p]]) continue;
      const float *x = g->x + g->indices[p] * n + j;
      vec w = splat_from(g->values + (g->order ? g->order[p] : p));
      UNROLLED for (int v = 0; v < vecs; v++) s[v] = madd(w, load(x + 4 * v), s[v]);
    }
    UNROLLED for (int v = 0; v < vecs; v++)
      store(out + 4 * v, g->flags & RELU ? at_least(s[v], zero()) : s[v]);
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

KERNEL sparse_product(const SparseProduct *g) {
  const int *live = live_rows(g);
  int j = 0;
  for (int left = g->n / 4; left;) {
    int vecs = left == 13 || left == 25 || left == 26 ? 13 : left >= 12 ? 12 : left >= 6 ? 6
               : left >= 3 ? 3 : 1;
    if (vecs == 13) sparse_columns(13, g, live, j);
    else if (vecs == 12) sparse_columns(12, g, live, j);
    else if (vecs == 6) sparse_columns(6, g, live, j);
    else if (vecs == 3) sparse_columns(3, g, live, j);
    else sparse_columns(1, g, live, j);
    left -= vecs;
    j += 4 * vecs;
  }
  for (; j < g->n; j++) sparse_column(g, j);
}

/* out[p] = dy[i, :] . x[j, :] for every entry p = (i, j): the weight gradient of the survivors. */
typedef struct {
  int op;
  const int *starts, *indices;
  const float *dy, *x;
  float *out;
  int m, n;
} SampledProduct;

INLINE float dot(const float *a, const float *b, int n) {
  vec s = zero();
  int p = 0;
  for (; p + 4 <= n; p += 4) s = madd(load(a + p), load(b + p), s);
  float total = sum(s);
  for (; p < n; p++) total += a[p] * b[p];
  return total;
}

/* Four entries of a row at once, so that dy is read once for the four. */
INLINE void four_dots(const float *dy, const float *x, const int *indices, int n, float *out) {
  const float *x0 = x + indices[0] * n, *x1 = x + indices[1] * n, *x2 = x + indices[2] * n,
              *x3 = x + indices[3] * n;
  vec a = zero(), b = zero(), c = zero(), d = zero();
  int p = 0;
  UNROLL(2)
  for (; p + 4 <= n; p += 4) {
    vec y = load(dy + p);
    a = madd(y, load(x0 + p), a);
    b = madd(y, load(x1 + p), b);
    c = madd(y, load(x2 + p), c);
    d = madd(y, load(x3 + p), d);
  }
  vec total = sums(a, b, c, d);
  for (; p < n; p++)
    total = madd(splat_from(dy + p), wasm_f32x4_make(x0[p], x1[p], x2[p], x3[p]), total);
  store(out, total);
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
