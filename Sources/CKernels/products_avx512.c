// The products of convolutions for AVX-512, whose registers hold LANES.
#include <immintrin.h>

#include "taps_avx512.h"
#include "vectors.h"

#define SC_TARGET SC_AVX512
// VNNI multiplies pairs and adds them up in one instruction.
#define SC_CODE_TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma")))

// Channels that are transformed at a time, and how much is summed at a time: as much as the
// registers hold. Two columns share what is loaded of the rows.
enum { GROUP = 16, COLUMNS = 2, ROWS = 14, SUM_ROWS = 8, CODE_ROWS = 12 };
// What a block takes of a second cache of a megabyte.
enum { BLOCK_FLOATS = 131072 };

// out[lane] = from[lane * apart].
SC_AVX512 SC_INLINE void gather_lanes(lanes *out, const float *from, long apart) {
  const __m512i lane = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  __m512i places = _mm512_mullo_epi32(lane, _mm512_set1_epi32((int)apart));
  *out = (lanes)_mm512_i32gather_ps(places, from, sizeof(float));
}

// LANES sums of products of codes.
typedef __m512i code_sums;

SC_CODE_TARGET SC_INLINE void clear_sums(code_sums *sum) { *sum = _mm512_setzero_si512(); }

// Adds two codes' products with LANES pairs of weights.
SC_CODE_TARGET SC_INLINE void add_pairs(code_sums *sum, int two, const uint32_t *weights) {
  *sum = _mm512_dpwssd_epi32(*sum, _mm512_set1_epi32(two), _mm512_loadu_si512(weights));
}

SC_CODE_TARGET SC_INLINE void store_sums(uint32_t *to, const code_sums *sum) {
  _mm512_storeu_si512(to, *sum);
}

#define SC_PRODUCTS sc_products_avx512
#include "product_set.h"
