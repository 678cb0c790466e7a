// Gradients of weights multiplied in bfloat16, of which AVX512_BF16 takes two positions at once:
// twice as many products as of float32.
#include <immintrin.h>

#include "products.h"
#include "taps_avx512.h"

#define SC_TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,fma")))

enum { COLUMNS = 2, POSITIONS = 2 };

// The bfloat16 values nearest to x + carry, and what is carried on: so their sum over positions is
// that of x. Alone they would all be off in one direction where x is the same at many positions, as
// it is where images have one colour, and far more than x is in the mean, which batch-norm makes
// zero.
SC_TARGET SC_INLINE void round_next(const float *x, lanes *carry, lanes *rounded) {
  lanes whole = *(const lanes *)x + *carry;
  __m512i bits = _mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh((__m512)whole));
  *rounded = (lanes)_mm512_slli_epi32(bits, 16);
  *carry = whole - *rounded;
}

// LANES pairs of bfloat16, as wide as float32 each.
SC_TARGET SC_INLINE void join(float *to, const lanes *first, const lanes *second) {
  const __m512i places = _mm512_set_epi16(
      31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19,
      3, 18, 2, 17, 1, 16, 0);
  __m512i halves = (__m512i)_mm512_cvtne2ps_pbh((__m512)*second, (__m512)*first);
  _mm512_storeu_si512(to, _mm512_permutexvar_epi16(places, halves));
}

// Pairs each of `count` values of a row with the one `apart` from it, which the next position
// reads; past the end of the row nothing does.
SC_TARGET SC_INLINE void join_inputs(float *row, long count, long apart) {
  for (; count > 0; count -= LANES, row += LANES) {
    lanes first, second, pairs;
    load(&first, row, smaller(count, LANES));
    load(&second, row + apart, larger(0, smaller(count - apart, LANES)));
    join((float *)&pairs, &first, &second);
    store(row, &pairs, smaller(count, LANES));
  }
}

// Pairs the outputs of two positions, or those of the last of a row with zeros.
SC_TARGET SC_INLINE void join_outputs(float *to, const float *dy, const float *next, lanes *carry) {
  lanes first, second = {0};
  round_next(dy, carry, &first);
  if (next) round_next(next, carry, &second);
  join(to, &first, &second);
}

// Adds both products of each pair of outputs and a pair of inputs.
SC_TARGET SC_INLINE void add_product(lanes *sum, const float *dy, float x) {
  *sum = (lanes)_mm512_dpbf16_ps(
      (__m512)*sum, (__m512bh)_mm512_loadu_ps(dy), (__m512bh)_mm512_set1_ps(x));
}

#include "weight_gradient.h"

const product_set sc_products_bfloat16 = {
    .least_taps = LEAST_TAPS,
    .weight_gradient_scratch = direct_scratch,
    .weight_gradient = direct_gradient,
};
