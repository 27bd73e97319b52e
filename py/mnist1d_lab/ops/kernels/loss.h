/* Softmax and cross-entropy with their gradient, as many samples at a time as a vec has lanes. */
#ifndef MNIST1D_LAB_LOSS_H
#define MNIST1D_LAB_LOSS_H

#include "vector.h"

typedef struct {
  word op;
  const float *logits;
  const int *labels;
  float *dlogits;
  double *stats;
  word classes, n;
} CrossEntropy;

typedef struct {
  vec top, index, at_label;
} Peak;

/* The largest logit of each sample, its first place, and the logit at the label. A NaN counts as
 * largest, as in np.argmax; the logit at a label that no class has is NaN. */
INLINE Peak peak(const float *logits, vec label, int classes, int n, int count) {
  Peak p = {load_part(logits, count), splat_whole(0), splat(__builtin_nanf(""))};
  for (int c = 0; c < classes; c++) {
    vec x = load_part(logits + c * n, count), index = splat_whole(c);
    vec sound = equal(p.top, p.top);
    vec better = without(sound, not_above(x, p.top));
    p.top = choose(x, p.top, better);
    p.index = choose(index, p.index, better);
    p.at_label = choose(x, p.at_label, equal_whole(index, label));
  }
  return p;
}

/* The losses of `count` samples; their gradient (p - onehot) / n into dlogits, if there is one,
 * flushed (see ops/base.py). */
INLINE vec losses(const CrossEntropy *g, int j, int count, Peak p, vec label) {
  vec total = zero(), share = splat(1.0f / (float)g->n);
  for (int c = 0; c < g->classes; c++) {
    vec e = exp_of(sub(load_part(g->logits + c * g->n + j, count), p.top));
    total = add(total, e);
    if (g->dlogits) store_part(g->dlogits + c * g->n + j, e, count);
  }
  vec scale = divide(share, total);
  for (int c = 0; g->dlogits && c < g->classes; c++) {
    float *d = g->dlogits + c * g->n + j;
    vec hit = both(share, equal_whole(splat_whole(c), label));
    store_part(d, flush(sub(mul(load_part(d, count), scale), hit)), count);
  }
  return sub(log_of(total), sub(p.at_label, p.top));
}

KERNEL softmax_cross_entropy(const CrossEntropy *g) {
  double loss = 0;
  int correct = 0;
  for (int j = 0; j < g->n; j += LANES) {
    int count = g->n - j < LANES ? (int)g->n - j : LANES;
    vec label = load_part((const float *)g->labels + j, count);
    Peak p = peak(g->logits + j, label, g->classes, g->n, count);
    vec each = losses(g, j, count, p, label);
    unsigned hits = lanes_on(equal_whole(p.index, label)) & ((1u << count) - 1);
    correct += __builtin_popcount(hits);
    loss = add_lanes(loss, each, count);
  }
  g->stats[0] = loss / (double)g->n;
  g->stats[1] = correct;
}

#endif
