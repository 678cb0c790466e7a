#include "products.h"

int sc_has_weight_gradient(sc_convolution s) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && s.outputs % LANES == 0
      && s.padding_height < s.kernel_height && s.padding_width < s.kernel_width
      && s.kernel_width * s.inputs >= set_for(&s)->least_taps;
}

long sc_weight_gradient_scratch(sc_convolution s, int threads) {
  return set_for(&s)->weight_gradient_scratch(s, threads);
}

void sc_weight_gradient(
    const float *x, const uint8_t *codes, float scale, const float *dy, float *dw, sc_convolution s,
    float *scratch, int threads) {
  set_for(&s)->weight_gradient(x, codes, scale, dy, dw, s, scratch, threads);
}
