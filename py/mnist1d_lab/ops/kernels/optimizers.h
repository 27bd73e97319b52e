/* Adam and SGD over a flat arena, with mask and with denormal numbers flushed (see ops/base.py). */
#ifndef MNIST1D_LAB_OPTIMIZERS_H
#define MNIST1D_LAB_OPTIMIZERS_H

#include "vector.h"

typedef struct {
  word op;
  float *theta;
  const float *grad;
  float *m, *v;
  double *state;
  const unsigned char *mask;
  word n;
} Optimizer;

/* The scalars of a step, each in all lanes; which of them there are depends on the method. */
typedef struct {
  vec rate, decay, fresh1, fresh2, epsilon, root, momentum;
} Scalars;

INLINE void adam_part(const Optimizer *g, const Scalars *s, const int masked, int i, int count) {
  vec theta = load_part(g->theta + i, count), grad = load_part(g->grad + i, count);
  vec m0 = load_part(g->m + i, count), v0 = load_part(g->v + i, count);
  grad = madd(s->decay, theta, grad);
  vec m = flush(madd(s->fresh1, sub(grad, m0), m0));
  vec v = madd(s->fresh2, sub(mul(grad, grad), v0), v0);
  vec step = divide(mul(s->rate, m), madd(root(v), s->root, s->epsilon));
  vec next = sub(theta, step);
  if (masked) {
    vec live = mask_part(g->mask + i, count);
    m = choose(m, m0, live), v = choose(v, v0, live), next = choose(next, theta, live);
  }
  store_part(g->m + i, m, count);
  store_part(g->v + i, v, count);
  store_part(g->theta + i, next, count);
}

/* The kernels copy the block first: read in place, its addresses would be fetched again for every
 * few elements, since a store might have changed them. */
KERNEL adam(const Optimizer *g) {
  double *state = g->state;
  state[5] *= state[1];
  state[6] *= state[2];
  Scalars s = {.rate = splat((float)(state[0] / (1 - state[5]))),
               .decay = splat((float)state[4]),
               .fresh1 = splat((float)(1 - state[1])),
               .fresh2 = splat((float)(1 - state[2])),
               .epsilon = splat((float)state[3]),
               .root = splat((float)(1 / __builtin_sqrt(1 - state[6])))};
  const Optimizer at = *g;
  if (at.mask) PARTS(at.n, adam_part, &at, &s, 1);
  else PARTS(at.n, adam_part, &at, &s, 0);
}

/* The velocity is in `m`; `v` is not used. */
INLINE void sgd_part(const Optimizer *g, const Scalars *s, const int masked, int i, int count) {
  vec theta = load_part(g->theta + i, count), m0 = load_part(g->m + i, count);
  vec grad = madd(s->decay, theta, load_part(g->grad + i, count));
  vec m = flush(madd(s->momentum, m0, grad)), next = sub(theta, mul(s->rate, m));
  if (masked) {
    vec live = mask_part(g->mask + i, count);
    m = choose(m, m0, live), next = choose(next, theta, live);
  }
  store_part(g->m + i, m, count);
  store_part(g->theta + i, next, count);
}

KERNEL sgd(const Optimizer *g) {
  Scalars s = {.rate = splat((float)g->state[0]),
               .momentum = splat((float)g->state[1]),
               .decay = splat((float)g->state[2])};
  const Optimizer at = *g;
  if (at.mask) PARTS(at.n, sgd_part, &at, &s, 1);
  else PARTS(at.n, sgd_part, &at, &s, 0);
}

#endif
