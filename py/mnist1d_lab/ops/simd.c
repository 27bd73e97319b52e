/* The fast backend's kernels: one function that works on the memory of a live Python.
 *
 * ops/simd.py binds an operation by writing a block of words, each as wide as an address (what to
 * do, then addresses and sizes: the structs in kernels/), and calls `run` with the block's address.
 * In WebAssembly the module shares Python's memory, so it keeps nothing of its own there: no data
 * section, no stack in memory, no allocation. All bounds were proven when the block was written.
 *
 * Built twice by `make kernels`: simd.wasm (SIMD128) and simd_relaxed.wasm (with fused
 * multiply-add, where the engine has relaxed SIMD); and for the machine itself by buildtools/native.py,
 * whose results are simd_relaxed.wasm's to the bit. */
#include "kernels/convolution.h"
#include "kernels/elementwise.h"
#include "kernels/expanded.h"
#include "kernels/loss.h"
#include "kernels/optimizers.h"
#include "kernels/product.h"
#include "kernels/recurrent.h"
#include "kernels/sparse.h"

/* The numbers are those of the list KERNELS in ops/simd.py: at the end, two for each activation, in
 * the order of params.ACTIVATION. From 64 on, what only some machines have. */
#define RUN(number, kernel) \
  case number:              \
    kernel((const void *)block); \
    return;

INLINE void run_one(const word *block) {
  switch (*block) {
    RUN(0, product)
    RUN(1, sparse_product)
    RUN(2, sampled_product)
    RUN(3, row_sums)
    RUN(4, sum_of)
    RUN(5, product_of)
    RUN(6, copy_of)
    RUN(7, im2col)
    RUN(8, col2im)
    RUN(9, gru_forward)
    RUN(10, gru_backward)
    RUN(11, softmax_cross_entropy)
    RUN(12, adam)
    RUN(13, sgd)
    RUN(14, relu_of)
    RUN(15, relu_back)
    RUN(16, leaky_relu_of)
    RUN(17, leaky_relu_back)
    RUN(18, tanh_of)
    RUN(19, tanh_back)
    RUN(20, sigmoid_of)
    RUN(21, sigmoid_back)
#ifdef COMPRESSES
    RUN(64, expand)
    RUN(65, sparse_tail)
    RUN(66, sampled_dense)
#endif
  }
}

/* `blocks` holds the addresses of bound operations, in order, and then a 0: so one call from
 * Python can make a whole training step. */
EXPORTED void run(const word *const *blocks) {
  for (; *blocks; blocks++) run_one(*blocks);
}

#ifndef __wasm__
/* How the room that Python sets aside depends on the width of a vector. */
EXPORTED void measures(int *of) {
  of[0] = LANES;
  of[1] = (DEPTH + ROWS) * WIDTH;
  of[2] = BLOCK * LANES * PANEL;
  of[3] = LIST;
#ifdef COMPRESSES
  of[4] = DEPTH; /* as many samples as sampled_dense takes */
#else
  of[4] = 0;
#endif
}
#endif

#ifdef _WIN32
/* Windows calls this when it loads a library. There is no C library here that would bring one. */
int DllMainCRTStartup(void *library, unsigned reason, void *reserved) {
  (void)library, (void)reason, (void)reserved;
  return 1;
}
#endif
