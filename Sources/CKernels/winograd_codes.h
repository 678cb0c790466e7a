// Products of codes forward, for one instruction set.
//
// The transforms' fractions are left out, so that all is in integers: 576 times the product comes
// out, and is divided. Transformed weights fit 16 bits as codes do: |G g G^T| <= 49 * 128, as no
// row of G passes 1 + 2 + 4. What passes 32 bits wraps, which does no harm as long as 576 times the
// product itself fits.
#pragma once

#include <immintrin.h>

#include "parallel.h"
#include "winograd_transforms.h"

// Bytes of transformed codes and sums of a block of tiles, which stay in the second cache.
enum {
  BLOCK_BYTES = BLOCK_FLOATS * sizeof(float),
  SHORT_CODE_BLOCK = 2 * CODE_ROWS,
  LONG_CODE_BLOCK = 11 * CODE_ROWS,
  CODE_WEIGHTS_IN_CACHE = 1 << 19
};

// Unsigned, so that they may wrap.
typedef uint32_t sums __attribute__((vector_size(GROUP * sizeof(int)), aligned(4)));
typedef int32_t signed_sums __attribute__((vector_size(GROUP * sizeof(int)), aligned(4)));
typedef uint32_t pairs __attribute__((vector_size(64), aligned(4)));

typedef struct {
  const int8_t *weights;
  uint32_t *points;  // [POINTS][outputs / LANES][inputs / 2][LANES], two inputs in each
  long inputs, outputs;
} code_kernel_job;

typedef struct {
  const uint8_t *x;
  const uint32_t *points;  // weights
  float *y, scale;
  int accumulates;
  char *room;  // per thread: `room_size` bytes
  long room_size;
  sc_convolution shape;
} code_job;

// Integers from the weights at a point to those at the next.
SC_INLINE long codes_apart(long inputs, long outputs) { return inputs * outputs / 2 + APART; }

// to = G g without its fractions: rows times 4, 6, 6, 24, 24, 1.
SC_INLINE void transform_code_weights(const pairs *g, long apart, pairs *to, long to_apart) {
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
  SC_UNROLLED
  for (int j = 0; j < KERNEL; j++) transform_code_weights(kernel + j, KERNEL, half + j, KERNEL);
  SC_UNROLLED
  for (int i = 0; i < PATCH; i++) {
    transform_code_weights(half + i * KERNEL, 1, points + i * PATCH, 1);
  }
}

SC_TARGET static void code_kernel_part(const void *context, int part, int parts) {
  const code_kernel_job job = *(const code_kernel_job *)context;
  // A couple is two inputs and LANES outputs, of which there are so many in a panel of outputs.
  long size = codes_apart(job.inputs, job.outputs), of_panel = job.inputs / 2;
  long couples = job.inputs * job.outputs / 2 / LANES;
  for (long at = couples * part / parts; at < couples * (part + 1) / parts; at++) {
    long o = at / of_panel * LANES, c = at % of_panel * 2;
    const int8_t *from = job.weights + (o * job.inputs + c) * KERNEL * KERNEL;
    pairs first[POINTS], second[POINTS];
    take_kernels(from, job.inputs, first);
    take_kernels(from + KERNEL * KERNEL, job.inputs, second);
    SC_UNROLLED
    for (int k = 0; k < POINTS; k++) {
      *(pairs *)(job.points + k * size + at * LANES) = (first[k] & 0xffff) | (second[k] << 16);
    }
  }
}

// to[point * apart] = B^T d B for all channels of the tile's codes.
SC_INLINE void take_codes(
    const code_job *job, long tile, const void *zeros, uint16_t *to, long apart) {
  const void *pixels[POINTS];
  find_inputs(&job->shape, tile, job->x, 1, zeros, pixels);
  for (long c = 0; c < job->shape.inputs; c += LANES) {
    words points[POINTS];
    transform_patch(pixels, c, job->shape.inputs, points);
    SC_UNROLLED
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
SC_INLINE void give_code_outputs(
    const code_job *job, long tile, const uint32_t *from, long apart, float *dropped) {
  const sc_convolution *s = &job->shape;
  const void *pixels[TILE * TILE];
  find_outputs(s, tile, job->y, dropped, pixels);
  for (long o = 0; o < s->outputs; o += GROUP) {
    sums half[TILE * PATCH];
    SC_UNROLLED
    for (int j = 0; j < PATCH; j++) {
      sums column[PATCH];
      SC_UNROLLED
      for (int i = 0; i < PATCH; i++) {
        column[i] = *(const sums *)(from + (i * PATCH + j) * apart + o);
      }
      transform_sums(column, 1, half + j, PATCH);
    }
    SC_UNROLLED
    for (int i = 0; i < TILE; i++) {
      sums row[TILE];
      transform_sums(half + i * PATCH, 1, row, 1);
      SC_UNROLLED
      for (int j = 0; j < TILE; j++) {
        // By 64, and by 9: what is a multiple of it is divided by multiplying with 1 / 9 modulo
        // 2^32.
        sums product = (sums)((signed_sums)row[j] >> 6) * 954437177u;
        group value = __builtin_convertvector((signed_sums)product, group) * job->scale;
        group *to = (group *)((float *)pixels[i * TILE + j] + o);
        own_next(to, s->outputs * (long)sizeof(float));
        if (job->accumulates) value += *to;
        *to = value;
      }
    }
  }
}

// CODE_ROWS tiles and `columns` times LANES outputs at one point, over all inputs, two at a time.
SC_CODE_TARGET SC_INLINE void multiply_codes(
    const uint16_t *input, const uint32_t *weights, uint32_t *output, long inputs, long outputs,
    int columns) {
  code_sums sum[COLUMNS][CODE_ROWS];
  SC_UNROLLED
  for (int j = 0; j < columns; j++) {
    SC_UNROLLED
    for (int k = 0; k < CODE_ROWS; k++) clear_sums(&sum[j][k]);
  }
  for (long c = 0; c < inputs; c += 2, weights += LANES) {
    SC_UNROLLED
    for (int k = 0; k < CODE_ROWS; k++) {
      int two;
      memcpy(&two, input + k * inputs + c, sizeof two);
      SC_UNROLLED
      for (int j = 0; j < columns; j++)
        add_pairs(&sum[j][k], two, weights + j * inputs / 2 * LANES);
    }
  }
  SC_UNROLLED
  for (int j = 0; j < columns; j++) {
    SC_UNROLLED
    for (int k = 0; k < CODE_ROWS; k++) store_sums(output + k * outputs + j * LANES, &sum[j][k]);
  }
}

static long bytes_of_tile(const sc_convolution *s) {
  return POINTS * (s->inputs * (long)sizeof(uint16_t) + s->outputs * (long)sizeof(uint32_t));
}

static long code_block(const sc_convolution *s) {
  long tiles = BLOCK_BYTES / bytes_of_tile(s) / CODE_ROWS * CODE_ROWS;
  long weights = POINTS * s->inputs * s->outputs * (long)sizeof(uint16_t);
  return larger(tiles, weights > CODE_WEIGHTS_IN_CACHE ? LONG_CODE_BLOCK : SHORT_CODE_BLOCK);
}

static long code_room(const sc_convolution *s) {
  long channels = s->inputs + s->outputs;
  return code_block(s) * bytes_of_tile(s) + (channels + 2 * POINTS * APART) * (long)sizeof(float);
}

SC_CODE_TARGET static void code_part(const void *context, int part, int parts) {
  const code_job job = *(const code_job *)context;
  const sc_convolution *s = &job.shape;
  long block = code_block(s), size = codes_apart(s->inputs, s->outputs);
  long apart = block * s->inputs + 2 * APART, output_apart = block * s->outputs + APART;
  char *room = job.room + sc_thread() * job.room_size;
  uint32_t *output = (uint32_t *)room;
  float *dropped = (float *)(output + POINTS * output_apart), *zeros = dropped + s->outputs;
  uint16_t *input = (uint16_t *)(zeros + s->inputs);
  memset(zeros, 0, (unsigned long)s->inputs);
  long first = first_tile(s, part, parts, CODE_ROWS);
  long count = first_tile(s, part + 1, parts, CODE_ROWS) - first;
  for (long k = 0; k < count; k++) {
    take_codes(&job, first + k, zeros, input + k * s->inputs, apart);
  }
  for (long point = 0; point < POINTS; point++) {
    for (long o = 0; o < s->outputs; o += COLUMNS * LANES) {
      const uint32_t *weights = job.points + point * size + o * s->inputs / 2;
      int is_whole = s->outputs - o >= COLUMNS * LANES;
      // The last rows may be of no tile; what comes of them is not given.
      for (long k = 0; k < count; k += CODE_ROWS) {
        const uint16_t *from = input + point * apart + k * s->inputs;
        uint32_t *to = output + point * output_apart + k * s->outputs + o;
        if (is_whole) {
          multiply_codes(from, weights, to, s->inputs, s->outputs, COLUMNS);
        } else {
          multiply_codes(from, weights, to, s->inputs, s->outputs, 1);
        }
      }
    }
  }
  for (long k = 0; k < count; k++) {
    give_code_outputs(&job, first + k, output + k * s->outputs, output_apart, dropped);
  }
}

static long code_scratch(sc_convolution s, int threads) {
  return POINTS * codes_apart(s.inputs, s.outputs)
      + (threads * code_room(&s) + (long)sizeof(float) - 1) / (long)sizeof(float);
}

static void code_forward(
    const uint8_t *x, const int8_t *w, float scale, float *y, int accumulates, sc_convolution s,
    float *scratch, int threads) {
  long size = POINTS * codes_apart(s.inputs, s.outputs);
  uint32_t *points = (uint32_t *)scratch;
  code_kernel_job kernels = {w, points, s.inputs, s.outputs};
  sc_run(code_kernel_part, &kernels, sc_pieces(size, threads), threads);
  code_job job = {x, points, y, scale, accumulates, (char *)(points + size), code_room(&s), s};
  sc_run(code_part, &job, blocks_of(&s, code_block(&s), threads), threads);
}
