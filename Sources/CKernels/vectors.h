// Sixteen lanes at a time, on any x86-64: one AVX-512 register, two of AVX2 or four of SSE.
#pragma once

#include <stdint.h>
#include <string.h>

// Compiled for each level of the instruction set; the loader picks the best the processor has.
#define SC_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
// Compiled for AVX2 alone: what runs only on processors that have it and FMA, as sc_has_... say.
#define SC_AVX2 __attribute__((target("avx2,fma")))
// The same for AVX-512.
#define SC_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))
#define SC_INLINE static inline __attribute__((always_inline))
// Before a loop of constant length over registers: what is not unrolled whole is kept in memory.
#define SC_UNROLLED _Pragma("clang loop unroll(full)")

enum { LANES = 16 };

// Bytes.
enum { CACHE_LINE = 64 };

typedef float lanes __attribute__((vector_size(64), aligned(4)));
typedef int masks __attribute__((vector_size(64), aligned(4)));
typedef uint8_t bytes __attribute__((vector_size(16), aligned(1)));

// Vectors travel by pointer: passed by value, their ABI would depend on the instruction set.

// The first n lanes of p, zeros after them.
SC_INLINE void load(lanes *out, const float *p, long n) {
  if (n == LANES) {
    *out = *(const lanes *)p;
  } else {
    lanes partial = {0};
    memcpy(&partial, p, (unsigned long)n * sizeof(float));
    *out = partial;
  }
}

SC_INLINE void store(float *p, const lanes *value, long n) {
  if (n == LANES) {
    *(lanes *)p = *value;
  } else {
    memcpy(p, value, (unsigned long)n * sizeof(float));
  }
}

// The low byte of each of n integers |code| < 2^22: adding 1.5 * 2^23 leaves it at the end of the
// mantissa.
SC_INLINE void store_low_bytes(uint8_t *p, const lanes *code, long n) {
  masks bits = (masks)(*code + 12582912.0f);
  bytes low = __builtin_convertvector(bits, bytes);
  if (n == LANES) {
    *(bytes *)p = low;
  } else {
    memcpy(p, &low, (unsigned long)n);
  }
}

SC_INLINE void select_lanes(lanes *out, const masks *mask, const lanes *yes, const lanes *no) {
  *out = (lanes)((*mask & (masks)*yes) | (~*mask & (masks)*no));
}

SC_INLINE double total_of(const lanes *value) {
  double total = 0;
  for (int i = 0; i < LANES; i++) total += (double)(*value)[i];
  return total;
}

SC_INLINE long smaller(long a, long b) { return a < b ? a : b; }
SC_INLINE long larger(long a, long b) { return a > b ? a : b; }

// Sums over rows take up to so many vectors of channels at a time: memory is read in longer pieces,
// of which it gives twice as many bytes a second as of single lines of the cache.
enum { BAND = 8 };

// How many vectors the next band has, with so many channels left: 0 if those fill none.
SC_INLINE int band_of(long rest) {
  return rest >= 8 * LANES ? 8 : rest >= 4 * LANES ? 4 : rest >= 2 * LANES ? 2 : rest >= LANES;
}
