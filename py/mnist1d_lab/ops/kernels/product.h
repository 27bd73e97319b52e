/* The dense product, by the way that is quicker for these numbers. */
#ifndef MNIST1D_LAB_PRODUCT_H
#define MNIST1D_LAB_PRODUCT_H

#include "active.h"
#include "dense.h"

typedef struct {
  word op;
  const float *a, *b, *bias;
  float *c;
  word m, k, n, flags;
  float *pack;
  int *live;
  float *scratch;
} Product;

/* Following pays below this share of active entries, in percent: what it costs beside the arithmetic
 * weighs more where each entry meets fewer columns, and where the arithmetic is quick. Measured at
 * 40, 100, 256 and 500 columns. */
#if LANES_ARE_MANY
enum { FOLLOW_BELOW = 55, FOLLOW_NARROW_BELOW = 0, NARROW = 63 };
#else
enum { FOLLOW_BELOW = 82, FOLLOW_NARROW_BELOW = 70, NARROW = 4 * PANEL };
#endif

/* To follow columns, all is turned and turned back, which takes as much as so many rows' arithmetic. */
enum { SHALLOW = LANES_ARE_MANY ? 64 : 0 };

INLINE int is_sparse(const float *x, int size, int columns) {
  int share = columns > NARROW ? FOLLOW_BELOW : FOLLOW_NARROW_BELOW;
  if (share == 0) return 0;
  return 100.0f * (float)count_active(x, size) < (float)share * (float)size;
}

/* `scratch` is null where following is not to be tried. The followed factor is a gradient dY in
 * dY Xt, and otherwise the activations or gradients that W or Wt is multiplied with. */
KERNEL product(const Product *g) {
  int by_rows = g->flags & TRANSPOSE_B;
  if (g->scratch && by_rows && is_sparse(g->a, g->m * g->k, g->n))
    follow_rows(g->a, g->b, g->c, g->m, g->k, g->n, g->scratch);
  else if (g->scratch && !by_rows && g->k >= SHALLOW && is_sparse(g->b, g->k * g->n, g->m))
    follow_columns(g->a, g->flags & TRANSPOSE_A, g->b, g->bias, g->c, g->m, g->k, g->n,
                   g->flags & RELU, g->scratch);
  else
    multiply(g->a, g->b, g->bias, g->c, g->m, g->k, g->n, g->flags, g->pack, g->live);
}

#endif
