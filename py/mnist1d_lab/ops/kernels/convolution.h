/* A convolution's columns and back (see im2col in ops/base.py). Batch last, every copy is a row. */
#ifndef MNIST1D_LAB_CONVOLUTION_H
#define MNIST1D_LAB_CONVOLUTION_H

#include "elementwise.h"

typedef struct {
  word op;
  float *x, *cols;
  word channels, length, n, length_out, kernel, stride, padding;
} Columns;

INLINE void copy_part(float *to, const float *from, int i, int count) {
  store_part(to + i, load_part(from + i, count), count);
}

INLINE void add_part(float *to, const float *from, int i, int count) {
  store_part(to + i, add(load_part(to + i, count), load_part(from + i, count)), count);
}

KERNEL im2col(const Columns *g) {
  float *row = g->cols;
  for (int c = 0; c < g->channels; c++)
    for (int k = 0; k < g->kernel; k++)
      for (int l = 0; l < g->length_out; l++, row += g->n) {
        int at = l * g->stride + k - g->padding;
        if (at < 0 || at >= g->length) clear(row, g->n);
        else PARTS(g->n, copy_part, row, g->x + (c * g->length + at) * g->n);
      }
}

KERNEL col2im(const Columns *g) {
  const float *row = g->cols;
  clear(g->x, g->channels * g->length * g->n);
  for (int c = 0; c < g->channels; c++)
    for (int k = 0; k < g->kernel; k++)
      for (int l = 0; l < g->length_out; l++, row += g->n) {
        int at = l * g->stride + k - g->padding;
        if (at < 0 || at >= g->length) continue;
        PARTS(g->n, add_part, g->x + (c * g->length + at) * g->n, row);
      }
}

#endif
