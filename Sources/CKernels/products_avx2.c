// The products of convolutions for AVX2 and FMA, whose registers hold half of LANES.
#include <immintrin.h>

#include "vectors.h"

#define SC_TARGET SC_AVX2
#define SC_CODE_TARGET SC_AVX2

// Channels that are transformed at a time, and how much is summed at a time: as much as the
// registers hold.
enum { GROUP = 8, COLUMNS = 1, ROWS = 6, SUM_ROWS = 6, CODE_ROWS = 6 };
// Taps of a row of kernels that are summed up at a time, and each count of them that occurs.
enum { LEAST_TAPS = 3, MOST_TAPS = 6 };
#define SC_EACH_COUNT(X) X(3) X(4) X(5) X(6)
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

#define SC_PRODUCTS sc_products_avx2
#include "product_set.h"
