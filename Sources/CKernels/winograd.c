#include "winograd.h"

int sc_has_winograd(sc_convolution s) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
      && s.kernel_height == KERNEL && s.kernel_width == KERNEL && s.stride == 1
      && s.padding_height < KERNEL && s.padding_width < KERNEL && s.inputs % LANES == 0
      && s.outputs % LANES == 0;
}

long sc_winograd_scratch(sc_convolution s, int threads) {
  return set_for(&s)->winograd_scratch(s, threads);
}

void sc_winograd_forward(
    const float *x, const float *w, float *y, int accumulates, sc_convolution s, float *scratch,
    int threads) {
  set_for(&s)->winograd_forward(x, w, y, accumulates, s, scratch, threads);
}

void sc_winograd_input_gradient(
    const float *dy, const float *w, float *dx, sc_convolution s, float *scratch, int threads) {
  set_for(&s)->winograd_input_gradient(dy, w, dx, s, scratch, threads);
}

long sc_winograd_gradient_scratch(sc_convolution s, int threads) {
  return set_for(&s)->winograd_gradient_scratch(s, threads);
}

void sc_winograd_weight_gradient(
    sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads) {
  set_for(&s)->winograd_weight_gradient(x, dy, dw, s, scratch, threads);
}

// 576 times the product is found, in 32 bits. VNNI multiplies eight bits twice as fast as the
// sixteen that transformed codes need: where weights no longer stay in the cache, the plain way is
// faster there.
enum { FACTOR = 576, MOST_WEIGHTS = 128 * 128 };

int sc_has_code_winograd(sc_convolution s, long largest_sum) {
  if (!sc_has_winograd(s) || largest_sum > INT32_MAX / FACTOR) return 0;
  return !s.uses_avx512
      || (__builtin_cpu_supports("avx512vnni") && s.inputs * s.outputs <= MOST_WEIGHTS);
}

long sc_code_winograd_scratch(sc_convolution s, int threads) {
  return set_for(&s)->code_winograd_scratch(s, threads);
}

void sc_code_winograd_forward(
    const uint8_t *x, const int8_t *w, float scale, float *y, int accumulates, sc_convolution s,
    float *scratch, int threads) {
  set_for(&s)->code_winograd_forward(x, w, scale, y, accumulates, s, scratch, threads);
}
