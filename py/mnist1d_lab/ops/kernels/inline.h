/* How functions are compiled: everything is inlined but the kernels themselves. */
#ifndef MNIST1D_LAB_INLINE_H
#define MNIST1D_LAB_INLINE_H

#define INLINE static inline __attribute__((always_inline))
#define KERNEL static __attribute__((noinline)) void
/* For loops over arrays of vectors: unrolled, the array is registers; else it would be memory. */
#define UNROLLED _Pragma("clang loop unroll(full)")
#define UNROLL(times) _Pragma(UNROLL_TEXT(clang loop unroll_count(times)))
#define UNROLL_TEXT(text) #text

#if defined(__wasm__)
#define EXPORTED __attribute__((export_name("run")))
#elif defined(_WIN32)
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

#endif
