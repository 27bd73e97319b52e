/* A gated recurrent unit over a whole sequence in one call (equations: ops/numpy_gru.py). */
#ifndef MNIST1D_LAB_RECURRENT_H
#define MNIST1D_LAB_RECURRENT_H

#include "dense.h"
#include "elementwise.h"

typedef struct {
  word op;
  const float *x, *w_ih, *w_hh, *b_ih, *b_hh;
  float *h, *gates;
  word length, inputs, hidden, n, reverse;
  float *pack;
} GruForward;

/* r, z and n from their sums, then h = n + z (h' - n). */
INLINE void gate_part(float *gates, const float *before, float *h, int size, int i, int count) {
  float *r = gates + i, *z = r + size, *n = z + size, *inner = n + size;
  vec rv = sigmoid(load_part(r, count)), zv = sigmoid(load_part(z, count));
  vec nv = hyperbolic(madd(rv, load_part(inner, count), load_part(n, count)));
  vec hv = before ? load_part(before + i, count) : zero();
  store_part(r, rv, count);
  store_part(z, zv, count);
  store_part(n, nv, count);
  store_part(h + i, madd(zv, sub(hv, nv), nv), count);
}

KERNEL gru_forward(const GruForward *g) {
  int hidden = g->hidden, inputs = g->inputs, n = g->n, size = hidden * n;
  const float *before = 0;
  for (int step = 0; step < g->length; step++) {
    int t = g->reverse ? g->length - 1 - step : step, known = before ? hidden : 0;
    float *gates = g->gates + t * 4 * size, *h = g->h + t * size;
    multiply(g->w_ih, g->x + t * inputs * n, g->b_ih, gates, 3 * hidden, inputs, n, 0, g->pack, 0);
    multiply(g->w_hh, before, g->b_hh, gates, 2 * hidden, known, n, ACCUMULATE, g->pack, 0);
    multiply(g->w_hh + 2 * hidden * hidden, before, g->b_hh + 2 * hidden, gates + 3 * size, hidden,
             known, n, 0, g->pack, 0);
    PARTS(size, gate_part, gates, before, h, size);
    before = h;
  }
}

typedef struct {
  word op;
  const float *x, *w_ih, *w_hh, *h, *gates, *dh;
  float *dx, *dw_ih, *dw_hh, *db_ih, *db_hh, *scratch;
  word length, inputs, hidden, n, reverse;
  float *pack;
} GruBackward;

/* From the gradient of h, `carry` of it from the position read next: the gradients of the gates'
 * sums, as they reach W_ih x (to_x) and W_hh h (to_h), and what h' is given directly (carry). */
INLINE void gate_back_part(const float *gates, const float *before, const float *dh, float *carry,
                           float *to_x, float *to_h, int size, int i, int count) {
  const vec one = splat(1.0f);
  vec r = load_part(gates + i, count), z = load_part(gates + size + i, count);
  vec n = load_part(gates + 2 * size + i, count), inner = load_part(gates + 3 * size + i, count);
  vec h = before ? load_part(before + i, count) : zero();
  vec total = add(load_part(dh + i, count), load_part(carry + i, count));
  vec dn = mul(mul(total, sub(one, z)), sub(one, mul(n, n)));
  vec dr = mul(mul(dn, inner), mul(r, sub(one, r)));
  vec dz = mul(mul(total, sub(h, n)), mul(z, sub(one, z)));
  store_part(carry + i, mul(total, z), count);
  store_part(to_x + i, dr, count);
  store_part(to_h + i, dr, count);
  store_part(to_x + size + i, dz, count);
  store_part(to_h + size + i, dz, count);
  store_part(to_x + 2 * size + i, dn, count);
  store_part(to_h + 2 * size + i, mul(dn, r), count);
}

INLINE void clear_gradients(const GruBackward *g) {
  clear(g->dw_ih, 3 * g->hidden * g->inputs);
  clear(g->dw_hh, 3 * g->hidden * g->hidden);
  clear(g->db_ih, 3 * g->hidden);
  clear(g->db_hh, 3 * g->hidden);
  clear(g->scratch, g->hidden * g->n);
}

KERNEL gru_backward(const GruBackward *g) {
  int hidden = g->hidden, inputs = g->inputs, n = g->n, size = hidden * n, rows = 3 * hidden;
  float *carry = g->scratch, *to_x = carry + size, *to_h = to_x + 3 * size;
  clear_gradients(g);
  for (int left = g->length - 1; left >= 0; left--) {
    int t = g->reverse ? g->length - 1 - left : left;
    const float *x = g->x + t * inputs * n;
    const float *before = left ? g->h + (g->reverse ? t + 1 : t - 1) * size : 0;
    const float *gates = g->gates + t * 4 * size, *dh = g->dh + t * size;
    PARTS(size, gate_back_part, gates, before, dh, carry, to_x, to_h, size);
    multiply(g->w_hh, to_h, 0, carry, hidden, rows, n, ACCUMULATE | TRANSPOSE_A, g->pack, 0);
    multiply(to_x, x, 0, g->dw_ih, rows, n, inputs, ACCUMULATE | TRANSPOSE_B, g->pack, 0);
    if (before)
      multiply(to_h, before, 0, g->dw_hh, rows, n, hidden, ACCUMULATE | TRANSPOSE_B, g->pack, 0);
    sum_rows(to_x, g->db_ih, rows, n, 1);
    sum_rows(to_h, g->db_hh, rows, n, 1);
    if (g->dx)
      multiply(g->w_ih, to_x, 0, g->dx + t * inputs * n, inputs, rows, n, TRANSPOSE_A, g->pack, 0);
  }
}

#endif
