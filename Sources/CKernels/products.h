// The products of a convolution that are compiled for two instruction sets.
#pragma once

#include "CKernels.h"
#include "vectors.h"

// The products for one instruction set, as CKernels.h has them.
typedef struct {
  long (*winograd_scratch)(sc_convolution s, int threads);
  void (*winograd_forward)(
      const float *x, const float *w, float *y, int accumulates, sc_convolution s, float *scratch,
      int threads);
  void (*winograd_input_gradient)(
      const float *dy, const float *w, float *dx, sc_convolution s, float *scratch, int threads);
  long (*winograd_gradient_scratch)(sc_convolution s, int threads);
  void (*winograd_weight_gradient)(
      sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads);
  long (*code_winograd_scratch)(sc_convolution s, int threads);
  void (*code_winograd_forward)(
      const uint8_t *x, const int8_t *w, float scale, float *y, int accumulates, sc_convolution s,
      float *scratch, int threads);
  long least_taps;  // kernel_width * inputs that the next ones take at least
  long (*weight_gradient_scratch)(sc_convolution s, int threads);
  void (*weight_gradient)(
      sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads);
} product_set;

extern const product_set sc_products_avx2, sc_products_avx512;
// Gradients of weights alone.
extern const product_set sc_products_bfloat16;

// What the products are for this shape: those of AVX-512 where it may be used.
SC_INLINE const product_set *set_for(const sc_convolution *s) {
  return s->uses_avx512 ? &sc_products_avx512 : &sc_products_avx2;
}

// Sums of gradients of weights that all parts may have together, where each has its own.
enum { MOST_SUMS = 1 << 21 };

// Whether parts that find `sums` sums of gradients share out the outputs, rather than have sums of
// their own, of which `own` are too many. Where there are more threads than LANES of outputs, some
// of them are idle rather than all with sums of their own.
SC_INLINE int shares_outputs(const sc_convolution *s, long sums, long own, int threads) {
  return s->outputs / LANES >= threads ? sums > own : sums * threads > MOST_SUMS;
}
