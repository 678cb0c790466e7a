// Products forward, and the gradients of inputs, for one instruction set.
#pragma once

#include "parallel.h"
#include "winograd_transforms.h"

// Tiles of a block: as many as stay in the second cache with their inputs and outputs at all
// points, but enough to be worth reading the weights, where those do not stay there themselves.
enum { WEIGHTS_IN_CACHE = 262144, LONG_BLOCK = 11 * ROWS, SHORT_BLOCK = 2 * ROWS };

typedef struct {
  const float *weights;
  long of_input, of_output;  // floats from one 3x3 kernel to that of the next input or output
  int turns;                 // whether kernels are turned by half a turn
  float *points;             // [POINTS][outputs / LANES][inputs][LANES]
  long inputs, outputs;
} kernel_job;

typedef struct {
  const float *x;
  const float *points;  // weights; null where they are made panel by panel
  float *y;
  int accumulates;
  float *room;  // per thread: `room_size` floats
  long room_size;
  sc_convolution shape;
} product_job;

// to = G g: six values of three.
SC_INLINE void transform_weights(const lanes *g, long apart, lanes *to, long to_apart) {
  lanes ends = (g[0] + g[2 * apart]) * (-1.0f / 6), middle = g[apart] * (-1.0f / 6);
  lanes far_ends = g[0] * (1.0f / 24) + g[2 * apart] * (1.0f / 6);
  lanes far_middle = g[apart] * (1.0f / 12);
  to[0] = g[0] * 0.25f;
  to[to_apart] = ends + middle;
  to[2 * to_apart] = ends - middle;
  to[3 * to_apart] = far_ends + far_middle;
  to[4 * to_apart] = far_ends - far_middle;
  to[5 * to_apart] = g[2 * apart];
}

// to[point * apart] = G g G^T of the kernels g of a pair: one input and LANES outputs. Pairs are
// counted by inputs first.
SC_TARGET SC_INLINE void transform_pair(const kernel_job *job, long pair, float *to, long apart) {
  const float *from = job->weights + pair / job->inputs * LANES * job->of_output
      + pair % job->inputs * job->of_input;
  lanes kernel[KERNEL * KERNEL], half[PATCH * KERNEL], points[POINTS];
  // Turned kernels of the next input are far from those of this one.
  for (int k = 0; job->turns && k < KERNEL * KERNEL; k++) {
    __builtin_prefetch(from + 4 * job->of_input + k * LANES);
  }
  SC_UNROLLED
  for (int k = 0; k < KERNEL * KERNEL; k++) {
    gather_lanes(&kernel[k], from + (job->turns ? KERNEL * KERNEL - 1 - k : k), job->of_output);
  }
  SC_UNROLLED
  for (int j = 0; j < KERNEL; j++) transform_weights(kernel + j, KERNEL, half + j, KERNEL);
  SC_UNROLLED
  for (int i = 0; i < PATCH; i++) transform_weights(half + i * KERNEL, 1, points + i * PATCH, 1);
  SC_UNROLLED
  for (int k = 0; k < POINTS; k++) *(lanes *)(to + k * apart) = points[k];
}

// The same of all kernels.
SC_TARGET static void kernel_part(const void *context, int part, int parts) {
  const kernel_job job = *(const kernel_job *)context;
  long pairs = job.inputs * job.outputs / LANES, apart = weights_apart(job.inputs, job.outputs);
  for (long pair = pairs * part / parts; pair < pairs * (part + 1) / parts; pair++) {
    transform_pair(&job, pair, job.points + pair * LANES, apart);
  }
}

// to = A^T m, for six values m.
SC_INLINE void transform_output(const group *m, long apart, group *to, long to_apart) {
  group sum = m[apart] + m[2 * apart], difference = m[apart] - m[2 * apart];
  group far_sum = m[3 * apart] + m[4 * apart], far_difference = m[3 * apart] - m[4 * apart];
  to[0] = m[0] + sum + far_sum;
  to[to_apart] = difference + 2 * far_difference;
  to[2 * to_apart] = sum + 4 * far_sum;
  to[3 * to_apart] = difference + 8 * far_difference + m[5 * apart];
}

// The outputs A^T m A of a tile from `first` to before `last`, from m = from[point * apart]. Those
// beyond the edges go to `dropped`, a pixel.
SC_INLINE void give_outputs(
    const product_job *job, long tile, long first, long last, const float *from, long apart,
    float *dropped) {
  const sc_convolution *s = &job->shape;
  const void *pixels[TILE * TILE];
  find_outputs(s, tile, job->y, dropped, pixels);
  for (long o = first; o < last; o += GROUP) {
    group half[TILE * PATCH];
    SC_UNROLLED
    for (int j = 0; j < PATCH; j++) {
      group column[PATCH];
      SC_UNROLLED
      for (int i = 0; i < PATCH; i++) {
        column[i] = *(const group *)(from + (i * PATCH + j) * apart + o - first);
      }
      transform_output(column, 1, half + j, PATCH);
    }
    SC_UNROLLED
    for (int i = 0; i < TILE; i++) {
      group row[TILE];
      transform_output(half + i * PATCH, 1, row, 1);
      SC_UNROLLED
      for (int j = 0; j < TILE; j++) {
        group *to = (group *)((float *)pixels[i * TILE + j] + o);
        own_next(to, s->outputs * (long)sizeof(float));
        *to = job->accumulates ? *to + row[j] : row[j];
      }
    }
  }
}

// ROWS tiles and `columns` times LANES outputs at one point, over all inputs.
SC_INLINE void multiply(
    const float *input, const float *weights, float *output, long inputs, long outputs,
    int columns) {
  lanes sum[COLUMNS][ROWS];
  SC_UNROLLED
  for (int j = 0; j < columns; j++) {
    SC_UNROLLED
    for (int k = 0; k < ROWS; k++) sum[j][k] = (lanes){0};
  }
  for (long c = 0; c < inputs; c++) {
    SC_UNROLLED
    for (int k = 0; k < ROWS; k++) {
      SC_UNROLLED
      for (int j = 0; j < columns; j++) {
        sum[j][k] += *(const lanes *)(weights + (j * inputs + c) * LANES) * input[k * inputs + c];
      }
    }
  }
  SC_UNROLLED
  for (int j = 0; j < columns; j++) {
    SC_UNROLLED
    for (int k = 0; k < ROWS; k++) *(lanes *)(output + k * outputs + j * LANES) = sum[j][k];
  }
}

static long tiles_of_block(const sc_convolution *s) {
  long tiles = BLOCK_FLOATS / (POINTS * (s->inputs + s->outputs)) / ROWS * ROWS;
  int is_large = POINTS * s->inputs * s->outputs > WEIGHTS_IN_CACHE;
  return larger(tiles, is_large ? LONG_BLOCK : SHORT_BLOCK);
}

// Floats of a thread: inputs and outputs of a block at all points, and a pixel of each.
static long room_size(const sc_convolution *s) {
  return (POINTS * tiles_of_block(s) + 1) * (s->inputs + s->outputs) + 2 * POINTS * APART;
}

SC_TARGET static void product_part(const void *context, int part, int parts) {
  const product_job job = *(const product_job *)context;
  const sc_convolution *s = &job.shape;
  long block = tiles_of_block(s), size = weights_apart(s->inputs, s->outputs);
  long apart = block * s->inputs + APART, output_apart = block * s->outputs + APART;
  float *input = job.room + sc_thread() * job.room_size, *output = input + POINTS * apart;
  float *zeros = output + POINTS * output_apart, *dropped = zeros + s->inputs;
  memset(zeros, 0, (unsigned long)s->inputs * sizeof(float));
  long first = first_tile(s, part, parts, ROWS);
  long count = first_tile(s, part + 1, parts, ROWS) - first;
  for (long k = 0; k < count; k++) {
    take_inputs(s, job.x, first + k, zeros, input + k * s->inputs, apart, LANES);
  }
  for (long point = 0; point < POINTS; point++) {
    for (long o = 0; o < s->outputs; o += COLUMNS * LANES) {
      const float *weights = job.points + point * size + o * s->inputs;
      int is_whole = s->outputs - o >= COLUMNS * LANES;
      // The last rows may be of no tile; what comes of them is not given.
      for (long k = 0; k < count; k += ROWS) {
        const float *from = input + point * apart + k * s->inputs;
        float *to = output + point * output_apart + k * s->outputs + o;
        if (is_whole) {
          multiply(from, weights, to, s->inputs, s->outputs, COLUMNS);
        } else {
          multiply(from, weights, to, s->inputs, s->outputs, 1);
        }
      }
    }
  }
  for (long k = 0; k < count; k++) {
    give_outputs(&job, first + k, 0, s->outputs, output + k * s->outputs, output_apart, dropped);
  }
}

static long blocks_scratch(const sc_convolution *s, int threads) {
  return POINTS * weights_apart(s->inputs, s->outputs) + threads * room_size(s);
}

// y = x * weights, with the job's kernels.
static void run_blocks(
    const float *x, kernel_job kernels, float *y, int accumulates, sc_convolution s, float *scratch,
    int threads) {
  long size = POINTS * weights_apart(s.inputs, s.outputs);
  kernels.points = scratch;
  sc_run(kernel_part, &kernels, sc_pieces(size, threads), threads);
  product_job job = {x, scratch, y, accumulates, scratch + size, room_size(&s), s};
  sc_run(product_part, &job, blocks_of(&s, tiles_of_block(&s), threads), threads);
}
