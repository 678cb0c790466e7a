#include <immintrin.h>

#include "parallel.h"
#include "winograd.h"

// The transforms' fractions are left out, so that all is in integers: 576 times the product comes
// out, and is divided. Transformed weights fit 16 bits as codes do: |G g G^T| <= 49 * 128, as no
// row of G passes 1 + 2 + 4. What passes 32 bits wraps, which does no harm as long as 576 times the
// product itself fits.

enum { ROWS = 6, FACTOR = 576 };

// Bytes of transformed codes and sums of a block of tiles, which stay in the second cache.
enum {
  BLOCK_BYTES = 1 << 18,
  SHORT_BLOCK = 2 * ROWS,
  LONG_BLOCK = 11 * ROWS,
  WEIGHTS_IN_CACHE = 1 << 19
};

// Unsigned, so that they may wrap.
typedef uint32_t sums __attribute__((vector_size(32), aligned(4)));
typedef int32_t signed_sums __attribute__((vector_size(32), aligned(4)));
typedef uint32_t pairs __attribute__((vector_size(64), aligned(4)));

typedef struct {
  const int8_t *weights;
  uint32_t *points;  // [POINTS][outputs / LANES][inputs / 2][LANES], two inputs in each
  long inputs, outputs;
} kernel_job;

typedef struct {
  const uint8_t *x;
  const uint32_t *points;  // weights
  float *y, scale;
  int accumulates;
  char *room;  // per thread: `room_size` bytes
  long room_size;
  sc_convolution shape;
} product_job;

// to = G g without its fractions: rows times 4, 6, 6, 24, 24, 1.
SC_INLINE void transform_weights(const pairs *g, long apart, pairs *to, long to_apart) {
  pairs ends = g[0] + g[2 * apart], far_ends = g[0] + 4 * g[2 * apart];
  to[0] = g[0];
  to[to_apart] = -ends - g[apart];
  to[2 * to_apart] = g[apart] - ends;
  to[3 * to_apart] = far_ends + 2 * g[apart];
  to[4 * to_apart] = far_ends - 2 * g[apart];
  to[5 * to_apart] = g[2 * apart];
}

// points = G g G^T of the kernels of one input and LANES outputs.
SC_INLINE void take_kernels(const int8_t *weights, long inputs, pairs *points) {
  pairs kernel[KERNEL * KERNEL], half[PATCH * KERNEL];
  for (int lane = 0; lane < LANES; lane++, weights += KERNEL * KERNEL * inputs) {
    for (int k = 0; k < KERNEL * KERNEL; k++) kernel[k][lane] = (uint32_t)(int)weights[k];
  }
  for (int j = 0; j < KERNEL; j++) transform_weights(kernel + j, KERNEL, half + j, KERNEL);
  for (int i = 0; i < PATCH; i++) transform_weights(half + i * KERNEL, 1, points + i * PATCH, 1);
}

SC_AVX2 static void kernel_part(const void *context, int part, int parts) {
  const kernel_job job = *(const kernel_job *)context;
  // A couple is two inputs and LANES outputs, of which there are so many in a panel of outputs.
  long size = job.inputs * job.outputs / 2, couples = size / LANES, of_panel = job.inputs / 2;
  for (long at = couples * part / parts; at < couples * (part + 1) / parts; at++) {
    long o = at / of_panel * LANES, c = at % of_panel * 2;
    const int8_t *from = job.weights + (o * job.inputs + c) * KERNEL * KERNEL;
    pairs first[POINTS], second[POINTS];
    take_kernels(from, job.inputs, first);
    take_kernels(from + KERNEL * KERNEL, job.inputs, second);
    for (int k = 0; k < POINTS; k++) {
      *(pairs *)(job.points + k * size + at * LANES) = (first[k] & 0xffff) | (second[k] << 16);
    }
  }
}

// to[point * apart] = B^T d B for all channels of the tile's codes.
SC_INLINE void take_codes(
    const product_job *job, long tile, const void *zeros, uint16_t *to, long apart) {
  const void *pixels[POINTS];
  find_inputs(&job->shape, tile, job->x, 1, zeros, pixels);
  for (long c = 0; c < job->shape.inputs; c += LANES) {
    words points[POINTS];
    transform_patch(pixels, c, points);
    for (int k = 0; k < POINTS; k++) *(words *)(to + k * apart + c) = points[k];
  }
}

// to = 24 A^T m, with the fractions that the weights' transform left out.
SC_INLINE void transform_sums(const sums *m, long apart, sums *to, long to_apart) {
  sums sum = (m[apart] + m[2 * apart]) << 2, difference = (m[apart] - m[2 * apart]) << 2;
  sums far_sum = m[3 * apart] + m[4 * apart], far_difference = m[3 * apart] - m[4 * apart];
  sums last = (m[5 * apart] << 4) + (m[5 * apart] << 3);
  to[0] = (m[0] << 2) + (m[0] << 1) + sum + far_sum;
  to[to_apart] = difference + (far_difference << 1);
  to[2 * to_apart] = sum + (far_sum << 2);
  to[3 * to_apart] = difference + (far_difference << 3) + last;
}

// The tile's outputs, from m = from[point * apart]. Those beyond the edges go to `dropped`, a
// pixel.
SC_INLINE void give_outputs(
    const product_job *job, long tile, const uint32_t *from, long apart, float *dropped) {
  const sc_convolution *s = &job->shape;
  const void *pixels[TILE * TILE];
  find_outputs(s, tile, job->y, dropped, pixels);
  for (long o = 0; o < s->outputs; o += GROUP) {
    sums half[TILE * PATCH];
    for (int j = 0; j < PATCH; j++) {
      sums column[PATCH];
      for (int i = 0; i < PATCH; i++) {
        column[i] = *(const sums *)(from + (i * PATCH + j) * apart + o);
      }
      transform_sums(column, 1, half + j, PATCH);
    }
    for (int i = 0; i < TILE; i++) {
      sums row[TILE];
      transform_sums(half + i * PATCH, 1, row, 1);
      for (int j = 0; j < TILE; j++) {
        // By 64, and by 9: what is a multiple of it is divided by multiplying with 1 / 9 modulo
        // 2^32.
        sums product = (sums)((signed_sums)row[j] >> 6) * 954437177u;
        group value = __builtin_convertvector((signed_sums)product, group) * job->scale;
        group *to = (group *)((float *)pixels[i * TILE + j] + o);
        if (job->accumulates) value += *to;
        *to = value;
      }
    }
  }
}

// ROWS tiles and LANES outputs at one point, over all inputs, two at a time.
SC_AVX2 static inline void multiply(
    const uint16_t *input, const uint32_t *weights, uint32_t *output, long inputs, long outputs) {
  __m256i low[ROWS], high[ROWS];
  for (int k = 0; k < ROWS; k++) low[k] = high[k] = _mm256_setzero_si256();
  for (long c = 0; c < inputs; c += 2, weights += LANES) {
    __m256i first = _mm256_loadu_si256((const __m256i_u *)weights);
    __m256i second = _mm256_loadu_si256((const __m256i_u *)(weights + GROUP));
    for (int k = 0; k < ROWS; k++) {
      int two;
      memcpy(&two, input + k * inputs + c, sizeof two);
      __m256i codes = _mm256_set1_epi32(two);
      low[k] = _mm256_add_epi32(low[k], _mm256_madd_epi16(codes, first));
      high[k] = _mm256_add_epi32(high[k], _mm256_madd_epi16(codes, second));
    }
  }
  for (int k = 0; k < ROWS; k++) {
    _mm256_storeu_si256((__m256i_u *)(output + k * outputs), low[k]);
    _mm256_storeu_si256((__m256i_u *)(output + k * outputs + GROUP), high[k]);
  }
}

static long bytes_of_tile(const sc_convolution *s) {
  return POINTS * (s->inputs * (long)sizeof(uint16_t) + s->outputs * (long)sizeof(uint32_t));
}

static long tiles_of_block(const sc_convolution *s) {
  long tiles = BLOCK_BYTES / bytes_of_tile(s) / ROWS * ROWS;
  long weights = POINTS * s->inputs * s->outputs * (long)sizeof(uint16_t);
  return larger(tiles, weights > WEIGHTS_IN_CACHE ? LONG_BLOCK : SHORT_BLOCK);
}

static long room_size(const sc_convolution *s) {
  return tiles_of_block(s) * bytes_of_tile(s) + (s->inputs + s->outputs) * (long)sizeof(float);
}

SC_AVX2 static void product_part(const void *context, int part, int parts) {
  const product_job job = *(const product_job *)context;
  const sc_convolution *s = &job.shape;
  long block = tiles_of_block(s), size = s->inputs * s->outputs / 2;
  long apart = block * s->inputs, output_apart = block * s->outputs;
  char *room = job.room + sc_thread() * job.room_size;
  uint32_t *output = (uint32_t *)room;
  float *dropped = (float *)(output + POINTS * output_apart), *zeros = dropped + s->outputs;
  uint16_t *input = (uint16_t *)(zeros + s->inputs);
  memset(zeros, 0, (unsigned long)s->inputs);
  long first = first_tile(s, part, parts, ROWS);
  long count = first_tile(s, part + 1, parts, ROWS) - first;
  for (long k = 0; k < count; k++) {
    take_codes(&job, first + k, zeros, input + k * s->inputs, apart);
  }
  for (long point = 0; point < POINTS; point++) {
    for (long o = 0; o < s->outputs; o += LANES) {
      const uint32_t *weights = job.points + point * size + o * s->inputs / 2;
      // The last rows may be of no tile; what comes of them is not given.
      for (long k = 0; k < count; k += ROWS) {
        multiply(
            input + point * apart + k * s->inputs, weights,
            output + point * output_apart + k * s->outputs + o, s->inputs, s->outputs);
      }
    }
  }
  for (long k = 0; k < count; k++) {
    give_outputs(&job, first + k, output + k * s->outputs, output_apart, dropped);
  }
}

int sc_has_code_winograd(sc_convolution s, long largest_sum) {
  return sc_has_winograd(s) && largest_sum <= INT32_MAX / FACTOR;
}

long sc_code_winograd_scratch(sc_convolution s, int threads) {
  return POINTS * s.inputs * s.outputs / 2
      + (threads * room_size(&s) + (long)sizeof(float) - 1) / (long)sizeof(float);
}

void sc_code_winograd_forward(
    const uint8_t *x, const int8_t *w, float scale, float *y, int accumulates, sc_convolution s,
    float *scratch, int threads) {
  long size = POINTS * s.inputs * s.outputs / 2;
  uint32_t *points = (uint32_t *)scratch;
  kernel_job kernels = {w, points, s.inputs, s.outputs};
  sc_run(kernel_part, &kernels, sc_pieces(size, threads), threads);
  product_job job = {x, points, y, scale, accumulates, (char *)(points + size), room_size(&s), s};
  sc_run(product_part, &job, blocks_of(&s, tiles_of_block(&s), threads), threads);
}
