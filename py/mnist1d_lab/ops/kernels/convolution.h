/* A convolution's columns and back (see im2col in ops/base.py). Batch last, every copy is a row. */
#ifndef MNIST1D_LAB_CONVOLUTION_H
#define MNIST1D_LAB_CONVOLUTION_H

#include "elementwise.h"

typedef struct {
  int op;
  float *x, *cols;
  int channels, length, n, length_out, kernel, stride, padding;
} Columns;

INLINE void copy_row(float *to, const float *from, int n) {
  for (int p = 0; p < n; p += 4) store_part(to + p, load_part(from + p, n - p), n - p);
}

INLINE void add_row(float *to, const float *from, int n) {
  for (int p = 0; p < n; p += 4)
    store_part(to + p, add(load_part(to + p, n - p), load_part(from + p, n - p)), n - p);
}

KERNEL im2col(const Columns *g) {
  float *row = g->cols;
  for (int c = 0; c < g->channels; c++)
    for (int k = 0; k < g->kernel; k++)
      for (int l = 0; l < g->length_out; l++, row += g->n) {
        int at = l * g->stride + k - g->padding;
        if (at < 0 || at >= g->length) clear(row, g->n);
        else copy_row(row, g->x + (c * g->length + at) * g->n, g->n);
      }
}

KERNEL col2im(const Columns *g) {
  const float *row = g->cols;
  clear(g->x, g->channels * g->length * g->n);
  for (int c = 0; c < g->channels; c++)
    for (int k = 0; k < g->kernel; k++)
      for (int l = 0; l < g->length_out; l++, row += g->n) {
        int at = l * g->stride + k - g->padding;
        if (at >= 0 && at < g->length) add_row(g->x + (c * g->length + at) * g->n, row, g->n);
      }
}

#endif
