#include "products.h"

static const product_set *gradient_set_for(const sc_convolution *s) {
  return s->rounds_gradients ? &sc_products_bfloat16 : set_for(s);
}

int sc_has_weight_gradient(sc_convolution s) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && s.outputs % LANES == 0
      && s.padding_height < s.kernel_height && s.padding_width < s.kernel_width
      && s.kernel_width * s.inputs >= gradient_set_for(&s)->least_taps;
}

long sc_weight_gradient_scratch(sc_convolution s, int threads) {
  return gradient_set_for(&s)->weight_gradient_scratch(s, threads);
}

void sc_weight_gradient(
    sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads) {
  gradient_set_for(&s)->weight_gradient(x, dy, dw, s, scratch, threads);
}
