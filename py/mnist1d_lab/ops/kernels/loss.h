/* Softmax and cross-entropy with their gradient, four samples at a time. */
#ifndef MNIST1D_LAB_LOSS_H
#define MNIST1D_LAB_LOSS_H

#include "vector.h"

typedef struct {
  int op;
  const float *logits;
  const int *labels;
  float *dlogits;
  double *stats;
  int classes, n;
} CrossEntropy;

typedef struct {
  vec top, index, at_label;
} Peak;

/* The largest logit of each sample, its first place, and the logit at the label. A NaN counts as
 * largest, as in np.argmax; the logit at a label that no class has is NaN. */
INLINE Peak peak(const float *logits, vec label, int classes, int n, int count) {
  Peak p = {load_part(logits, count), wasm_i32x4_const_splat(0), splat(__builtin_nanf(""))};
  for (int c = 0; c < classes; c++) {
    vec x = load_part(logits + c * n, count), index = wasm_i32x4_splat(c);
    vec sound = wasm_f32x4_eq(p.top, p.top);
    vec better = wasm_v128_andnot(sound, wasm_f32x4_le(x, p.top));
    p.top = choose(x, p.top, better);
    p.index = choose(index, p.index, better);
    p.at_label = choose(x, p.at_label, wasm_i32x4_eq(index, label));
  }
  return p;
}

/* The losses of `count` samples; their gradient (p - onehot) / n into dlogits, if there is one. */
INLINE vec losses(const CrossEntropy *g, int j, int count, Peak p, vec label) {
  vec total = zero(), share = splat(1.0f / (float)g->n);
  for (int c = 0; c < g->classes; c++) {
    vec e = exp4(sub(load_part(g->logits + c * g->n + j, count), p.top));
    total = add(total, e);
    if (g->dlogits) store_part(g->dlogits + c * g->n + j, e, count);
  }
  vec scale = divide(share, total);
  for (int c = 0; g->dlogits && c < g->classes; c++) {
    float *d = g->dlogits + c * g->n + j;
    vec hit = wasm_v128_and(share, wasm_i32x4_eq(wasm_i32x4_splat(c), label));
    store_part(d, sub(mul(load_part(d, count), scale), hit), count);
  }
  return sub(log4(total), sub(p.at_label, p.top));
}

KERNEL softmax_cross_entropy(const CrossEntropy *g) {
  double loss = 0;
  int correct = 0;
  for (int j = 0; j < g->n; j += 4) {
    int count = g->n - j < 4 ? g->n - j : 4;
    vec label = load_part((const float *)g->labels + j, count);
    Peak p = peak(g->logits + j, label, g->classes, g->n, count);
    vec each = losses(g, j, count, p, label);
    int hits = wasm_i32x4_bitmask(wasm_i32x4_eq(p.index, label)) & ((1 << count) - 1);
    correct += __builtin_popcount((unsigned)hits);
    loss += wasm_f32x4_extract_lane(each, 0);
    if (count > 1) loss += wasm_f32x4_extract_lane(each, 1);
    if (count > 2) loss += wasm_f32x4_extract_lane(each, 2);
    if (count > 3) loss += wasm_f32x4_extract_lane(each, 3);
  }
  g->stats[0] = loss / g->n;
  g->stats[1] = correct;
}

#endif
