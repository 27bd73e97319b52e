/* The fast backend's kernels: one WebAssembly function that works on Pyodide's own memory.
 *
 * ops/simd.py binds an operation by writing a block of 32-bit words (what to do, then addresses
 * and sizes: the structs in kernels/) and calls `run` with the block's address. The module shares
 * the memory of a live Python, so it keeps nothing of its own there: no data section, no stack in
 * memory, no allocation. All bounds were proven when the block was written.
 *
 * Built twice by `make kernels`: simd.wasm (SIMD128) and simd_relaxed.wasm (with fused
 * multiply-add, where the engine has relaxed SIMD). */
#include "kernels/convolution.h"
#include "kernels/elementwise.h"
#include "kernels/loss.h"
#include "kernels/optimizers.h"
#include "kernels/product.h"
#include "kernels/recurrent.h"
#include "kernels/sparse.h"

/* The numbers are those of the list KERNELS in ops/simd.py. */
#define RUN(number, kernel) \
  case number:              \
    kernel((const void *)block); \
    return;

INLINE void run_one(const int *block) {
  switch (*block) {
    RUN(0, product)
    RUN(1, sparse_product)
    RUN(2, sampled_product)
    RUN(3, row_sums)
    RUN(4, sum_of)
    RUN(5, product_of)
    RUN(6, copy_of)
    RUN(7, relu_of)
    RUN(8, leaky_relu_of)
    RUN(9, tanh_of)
    RUN(10, sigmoid_of)
    RUN(11, relu_back)
    RUN(12, leaky_relu_back)
    RUN(13, tanh_back)
    RUN(14, sigmoid_back)
    RUN(15, im2col)
    RUN(16, col2im)
    RUN(17, gru_forward)
    RUN(18, gru_backward)
    RUN(19, softmax_cross_entropy)
    RUN(20, adam)
    RUN(21, sgd)
  }
}

/* `blocks` holds the addresses of bound operations, in order, and then a 0: so one call from
 * Python can make a whole training step. */
__attribute__((export_name("run"))) void run(const int *const *blocks) {
  for (; *blocks; blocks++) run_one(*blocks);
}
