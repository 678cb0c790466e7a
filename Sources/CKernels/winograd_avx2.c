// Winograd's products for AVX2 and FMA, whose registers hold half of LANES.
#include <immintrin.h>

#include "vectors.h"

#define SC_TARGET SC_AVX2
#define SC_CODE_TARGET SC_AVX2

// Channels that are transformed at a time, and how much is summed at a time: as much as the
// registers hold.
enum { GROUP = 8, COLUMNS = 1, ROWS = 6, SUM_ROWS = 6, CODE_ROWS = 6 };
// What a block takes of a second cache of half a megabyte.
enum { BLOCK_FLOATS = 65536 };

// out[lane] = from[lane * apart].
SC_INLINE void gather_lanes(lanes *out, const float *from, long apart) {
  SC_UNROLLED
  for (int lane = 0; lane < LANES; lane++) (*out)[lane] = from[lane * apart];
}

// LANES sums of products of codes.
typedef struct {
  __m256i low, high;
} code_sums;

SC_AVX2 SC_INLINE void clear_sums(code_sums *sum) { sum->low = sum->high = _mm256_setzero_si256(); }

// Adds two codes' products with LANES pairs of weights.
SC_AVX2 SC_INLINE void add_pairs(code_sums *sum, int two, const uint32_t *weights) {
  __m256i codes = _mm256_set1_epi32(two);
  __m256i first = _mm256_loadu_si256((const __m256i_u *)weights);
  __m256i second = _mm256_loadu_si256((const __m256i_u *)(weights + LANES / 2));
  sum->low = _mm256_add_epi32(sum->low, _mm256_madd_epi16(codes, first));
  sum->high = _mm256_add_epi32(sum->high, _mm256_madd_epi16(codes, second));
}

SC_AVX2 SC_INLINE void store_sums(uint32_t *to, const code_sums *sum) {
  _mm256_storeu_si256((__m256i_u *)to, sum->low);
  _mm256_storeu_si256((__m256i_u *)(to + LANES / 2), sum->high);
}

#include "winograd_codes.h"
#include "winograd_gradient.h"
#include "winograd_product.h"

const winograd_set sc_winograd_avx2 = {product_scratch,  forward,         input_gradient,
                                       gradient_scratch, weight_gradient, code_scratch,
                                       code_forward};
