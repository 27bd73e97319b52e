/* Element by element: sums, products, activations; and sums along rows. */
#ifndef MNIST1D_LAB_ELEMENTWISE_H
#define MNIST1D_LAB_ELEMENTWISE_H

#include "vector.h"

typedef struct {
  word op;
  const float *a, *b;
  float *out;
  word n;
} Elementwise;

/* out[i] = expression, where a and b are the vectors read from there. */
#define MAP(name, expression)                                                   \
  INLINE void name##_part(const Elementwise *g, int i, int count) {             \
    vec a = load_part(g->a + i, count), b = load_part(g->b + i, count);         \
    (void)a, (void)b;                                                           \
    store_part(g->out + i, expression, count);                                  \
  }                                                                             \
  KERNEL name(const Elementwise *g) { PARTS(g->n, name##_part, g); }

#define ONE splat(1.0f)
#define SLOPE splat(0.01f)
#define DEAD not_above(a, zero())

MAP(sum_of, add(a, b))
MAP(product_of, mul(a, b))
MAP(copy_of, a)
MAP(relu_of, at_least(a, zero()))
MAP(leaky_relu_of, choose(mul(a, SLOPE), a, DEAD))
MAP(tanh_of, hyperbolic(a))
MAP(sigmoid_of, sigmoid(a))

/* Backward: a is the activation's value y, b the gradient that arrives. */
MAP(relu_back, without(b, DEAD))
MAP(leaky_relu_back, choose(mul(b, SLOPE), b, DEAD))
MAP(tanh_back, mul(b, sub(ONE, mul(a, a))))
MAP(sigmoid_back, mul(b, mul(a, sub(ONE, a))))

INLINE void clear_part(float *to, int i, int count) { store_part(to + i, zero(), count); }

INLINE void clear(float *to, int n) { PARTS(n, clear_part, to); }

/* out[i] = sum of a[i, :], or += for `accumulate`. */
INLINE void sum_rows(const float *a, float *out, int m, int n, int accumulate) {
  for (int i = 0; i < m; i++, a += n) {
    quad s = zero_quad(), t = zero_quad();
    int p = 0;
    for (; p + 8 <= n; p += 8) {
      s = add_quads(s, load_quad(a + p));
      t = add_quads(t, load_quad(a + p + 4));
    }
    for (; p < n; p += 4) s = add_quads(s, load_quad_part(a + p, n - p));
    out[i] = (accumulate ? out[i] : 0) + sum(add_quads(s, t));
  }
}

typedef struct {
  word op;
  const float *a;
  float *out;
  word m, n;
} RowSums;

KERNEL row_sums(const RowSums *g) { sum_rows(g->a, g->out, g->m, g->n, 0); }

#endif
