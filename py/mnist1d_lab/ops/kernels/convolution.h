/* A convolution's columns and back (see im2col in ops/base.py). Batch last, every copy is a row. */
#ifndef MNIST1D_LAB_CONVOLUTION_H
#define MNIST1D_LAB_CONVOLUTION_H

#include "elementwise.h"

typedef struct {
  word length, out, kernel, padding;
} Side;

/* Of a signal, `down` is one row: lengths and kernel 1, no padding. */
typedef struct {
  word op;
  float *x, *cols;
  word channels, n, stride;
  Side down, across;
} Columns;

INLINE void copy_part(float *to, const float *from, int i, int count) {
  store_part(to + i, load_part(from + i, count), count);
}

INLINE void add_part(float *to, const float *from, int i, int count) {
  store_part(to + i, add(load_part(to + i, count), load_part(from + i, count)), count);
}

/* Where window `o` has its entry `k`; outside the side where that is in the padding. */
INLINE int place(const Side *side, int o, int k, int stride) {
  return o * stride + k - (int)side->padding;
}

INLINE int is_inside(const Side *side, int at) { return at >= 0 && at < side->length; }

/* The rows of the columns that belong to one place of the kernel over one channel. */
INLINE void gather(const Columns *g, const float *x, int down, int across, float *row) {
  for (int o = 0; o < g->down.out; o++) {
    int above = place(&g->down, o, down, g->stride);
    for (int l = 0; l < g->across.out; l++, row += g->n) {
      int at = place(&g->across, l, across, g->stride);
      if (!is_inside(&g->down, above) || !is_inside(&g->across, at)) clear(row, g->n);
      else PARTS(g->n, copy_part, row, x + (above * g->across.length + at) * g->n);
    }
  }
}

INLINE void scatter(const Columns *g, float *x, int down, int across, const float *row) {
  for (int o = 0; o < g->down.out; o++) {
    int above = place(&g->down, o, down, g->stride);
    for (int l = 0; l < g->across.out; l++, row += g->n) {
      int at = place(&g->across, l, across, g->stride);
      if (!is_inside(&g->down, above) || !is_inside(&g->across, at)) continue;
      PARTS(g->n, add_part, x + (above * g->across.length + at) * g->n, row);
    }
  }
}

KERNEL im2col(const Columns *g) {
  int size = g->down.length * g->across.length * g->n, rows = g->down.out * g->across.out * g->n;
  float *row = g->cols;
  for (int c = 0; c < g->channels; c++)
    for (int down = 0; down < g->down.kernel; down++)
      for (int across = 0; across < g->across.kernel; across++, row += rows)
        gather(g, g->x + c * size, down, across, row);
}

KERNEL col2im(const Columns *g) {
  int size = g->down.length * g->across.length * g->n, rows = g->down.out * g->across.out * g->n;
  const float *row = g->cols;
  clear(g->x, g->channels * size);
  for (int c = 0; c < g->channels; c++)
    for (int down = 0; down < g->down.kernel; down++)
      for (int across = 0; across < g->across.kernel; across++, row += rows)
        scatter(g, g->x + c * size, down, across, row);
}

#endif
