/* Sparse matrices that are dense enough to be computed as dense ones: for machines with AVX-512, whose
 * dense products are so quick that entries need to be fewer than a fifth before leaving zeros out pays.
 *
 * The bits are those of sparse.h. A product with a zero adds nothing, and the gradient of the entries
 * is summed as there: four sums, of every fourth sample, which are added at the end. */
#ifndef MNIST1D_LAB_EXPANDED_H
#define MNIST1D_LAB_EXPANDED_H

#include "dense.h"
#include "sparse.h"

#ifdef COMPRESSES

/* dense (m, n) = the matrix whose entries are at the bits, row by row; a row of bits is a whole number
 * of 16. */
typedef struct {
  word op;
  const unsigned short *bits;
  const float *values;
  float *dense;
  word m, n;
} Expand;

KERNEL expand(const Expand *g) {
  const float *values = g->values;
  const unsigned short *bits = g->bits;
  for (int i = 0, n = (int)g->n; i < g->m; i++) {
    float *row = g->dense + i * n;
    for (int j = 0; j < n; j += LANES, bits++) {
      store_part(row + j, expanded(values, *bits), n - j);
      values += __builtin_popcount(*bits);
    }
  }
}

/* The last one to three columns of a SparseProduct, whose sums are not fused there. */
KERNEL sparse_tail(const SparseProduct *g) {
  for (int n = (int)g->n, j = n / 4 * 4; j < n; j++) sparse_column(g, j);
}

/* As SampledProduct, for n a multiple of 4 and at most DEPTH. `next` has room for m whole numbers. */
typedef struct {
  word op;
  const int *starts;
  const unsigned short *bits;
  const float *dy, *x;
  float *out;
  word m, k, n;
  float *pack;
  int *next;
} SampledDense;

enum { PAIR = 2 };

/* The entries in `rows` rows from row i on and the packed panel's `vecs` vectors of columns. */
INLINE void sampled_tile(const int rows, const int vecs, const SampledDense *g, int i,
                         const unsigned short *bits, int step_bits) {
  int n = (int)g->n;
  const float *pack = g->pack, *dy = g->dy + i * n;
  vec s[4][PAIR][VECS];
  UNROLLED for (int l = 0; l < 4; l++) UNROLLED for (int r = 0; r < rows; r++)
      UNROLLED for (int v = 0; v < vecs; v++) s[l][r][v] = zero();
  for (int t = 0; t < n; t += 4, dy += 4) {
    UNROLLED for (int l = 0; l < 4; l++, pack += LANES * vecs) {
      UNROLLED for (int r = 0; r < rows; r++) {
        vec factor = splat_from(dy + r * n + l);
        UNROLLED for (int v = 0; v < vecs; v++)
          s[l][r][v] = madd(factor, load(pack + LANES * v), s[l][r][v]);
      }
    }
  }
  UNROLLED for (int r = 0; r < rows; r++) UNROLLED for (int v = 0; v < vecs; v++) {
    vec total = add(add(s[0][r][v], s[2][r][v]), add(s[1][r][v], s[3][r][v]));
    unsigned on = bits[r * step_bits + v];
    store_closed_up(g->out + g->next[i + r], total, on);
    g->next[i + r] += __builtin_popcount(on);
  }
}

#define SAMPLED_TILES(rows)                                                        \
  switch (vecs) {                                                                  \
    case 1: sampled_tile(rows, 1, g, i, bits + i * step_bits, step_bits); break;   \
    case 2: sampled_tile(rows, 2, g, i, bits + i * step_bits, step_bits); break;   \
    case 3: sampled_tile(rows, 3, g, i, bits + i * step_bits, step_bits); break;   \
  }

KERNEL sampled_dense(const SampledDense *g) {
  int m = (int)g->m, k = (int)g->k, n = (int)g->n, step_bits = (k + LANES - 1) / LANES;
  for (int i = 0; i < m; i++) g->next[i] = g->starts[i];
  for (int j = 0; j < k; j += WIDTH) {
    int width = k - j < WIDTH ? k - j : WIDTH, vecs = (width + LANES - 1) / LANES;
    const unsigned short *bits = g->bits + j / LANES;
    pack_transposed(g->x + j * n, n, n, width, g->pack);
    int i = 0;
    for (; i + PAIR <= m; i += PAIR) SAMPLED_TILES(PAIR)
    for (; i < m; i++) SAMPLED_TILES(1)
  }
}

#endif
#endif
