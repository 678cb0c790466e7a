// Gradients of weights, for one instruction set.
#pragma once

#include "parallel.h"
#include "winograd_transforms.h"

// Tiles of a block: as many as stay in the second cache at all points, but enough to be worth
// reading and writing the sums, where those do not stay there themselves.
enum { SUMS_IN_CACHE = 131072, SHORT_GRADIENT_BLOCK = 12, LONG_GRADIENT_BLOCK = 64 };

// Sums so many that parts share out the outputs, and not the tiles, for which each would need its
// own.
enum { SHARED_SUMS = 1 << 20 };

typedef struct {
  sc_input x;
  const float *dy;
  float *sums;  // per part, or shared: [POINTS][outputs / LANES][inputs][LANES]
  float *room;  // per part: `room_size` floats
  long room_size;
  sc_convolution shape;
  int by_outputs;  // whether parts share out the outputs, not the tiles
} gradient_job;

typedef struct {
  const float *sums;
  float *weights, scale;
  long inputs, outputs;
  int addends;  // sums to add up, one after another
} arrange_job;

// As take_inputs, from codes.
SC_INLINE void take_input_codes(
    const sc_convolution *s, const uint8_t *codes, long tile, const void *zeros, float *to,
    long apart, long lanes_apart) {
  const void *pixels[POINTS];
  find_inputs(s, tile, codes, 1, zeros, pixels);
  for (long c = 0; c < s->inputs; c += LANES) {
    words points[POINTS];
    transform_patch(pixels, c, s->inputs, points);
    SC_UNROLLED
    for (int k = 0; k < POINTS; k++) {
      masks values = __builtin_convertvector((signed_words)points[k], masks);
      *(lanes *)(to + k * apart + channel_place(c, lanes_apart)) =
          __builtin_convertvector(values, lanes);
    }
  }
}

// As take_inputs, from what the job has.
SC_INLINE void take_tile(
    const gradient_job *job, long tile, const float *zeros, float *to, long apart,
    long lanes_apart) {
  const sc_convolution *s = &job->shape;
  if (job->x.values) {
    take_inputs(s, job->x.values, tile, zeros, to, apart, lanes_apart);
  } else {
    take_input_codes(s, job->x.codes, tile, zeros, to, apart, lanes_apart);
  }
}

// to = A y, for four values y: the transpose of what makes outputs of points.
SC_INLINE void transform_gradient(const group *y, long apart, group *to, long to_apart) {
  group even = y[0] + y[2 * apart], odd = y[apart] + y[3 * apart];
  group far_even = y[0] + 4 * y[2 * apart], far_odd = 2 * y[apart] + 8 * y[3 * apart];
  to[0] = y[0];
  to[to_apart] = even + odd;
  to[2 * to_apart] = even - odd;
  to[3 * to_apart] = far_even + far_odd;
  to[4 * to_apart] = far_even - far_odd;
  to[5 * to_apart] = y[3 * apart];
}

// to[point * apart] = A dy A^T for the outputs of the tile from `first` to before `last`.
SC_INLINE void take_gradients(
    const gradient_job *job, long tile, long first, long last, const float *zeros, float *to,
    long apart, long lanes_apart) {
  const sc_convolution *s = &job->shape;
  const void *pixels[TILE * TILE];
  find_outputs(s, tile, job->dy, zeros, pixels);
  for (long o = first; o < last; o += GROUP) {
    group half[TILE * PATCH];
    SC_UNROLLED
    for (int i = 0; i < TILE; i++) {
      group row[TILE];
      SC_UNROLLED
      for (int j = 0; j < TILE; j++) {
        const float *from = (const float *)pixels[i * TILE + j] + o;
        fetch_next(from, s->outputs * (long)sizeof(float));
        row[j] = *(const group *)from;
      }
      transform_gradient(row, 1, half + i * PATCH, 1);
    }
    SC_UNROLLED
    for (int j = 0; j < PATCH; j++) {
      group column[PATCH];
      transform_gradient(half + j, PATCH, column, 1);
      SC_UNROLLED
      for (int i = 0; i < PATCH; i++) {
        *(group *)(to + (i * PATCH + j) * apart + channel_place(o, lanes_apart)) = column[i];
      }
    }
  }
}

// `count` inputs and `columns` times LANES outputs at one point, over a block of tiles: added to
// the sums, or the first of them.
SC_INLINE void add_products(
    const float *input, const float *gradient, long lanes_apart, float *sums, long inputs,
    long tiles, int are_first, int count, int columns) {
  lanes sum[COLUMNS][SUM_ROWS];
  SC_UNROLLED
  for (int j = 0; j < columns; j++) {
    SC_UNROLLED
    for (int k = 0; k < count; k++) {
      const lanes *before = (const lanes *)(sums + (j * inputs + k) * LANES);
      sum[j][k] = are_first ? (lanes){0} : *before;
    }
  }
  for (long t = 0; t < tiles; t++, input += LANES, gradient += LANES) {
    SC_UNROLLED
    for (int k = 0; k < count; k++) {
      SC_UNROLLED
      for (int j = 0; j < columns; j++) {
        sum[j][k] += *(const lanes *)(gradient + j * lanes_apart) * input[k];
      }
    }
  }
  SC_UNROLLED
  for (int j = 0; j < columns; j++) {
    SC_UNROLLED
    for (int k = 0; k < count; k++) *(lanes *)(sums + (j * inputs + k) * LANES) = sum[j][k];
  }
}

// The same for all inputs.
SC_INLINE void add_inputs(
    const float *input, const float *gradient, long lanes_apart, float *sums, long inputs,
    long tiles, int are_first, int columns) {
  for (long first = 0; first < inputs; first += LANES, input += lanes_apart) {
    long c = 0;
    for (long blocks = (LANES + SUM_ROWS - 1) / SUM_ROWS; blocks > 0; blocks--) {
      long now = (LANES - c + blocks - 1) / blocks;
      const float *from = input + c;
      float *to = sums + (first + c) * LANES;
      // A constant count lets the compiler keep the sums in registers. It is SUM_ROWS, 6 or 8, or
      // one less.
      if (now == SUM_ROWS) {
        add_products(from, gradient, lanes_apart, to, inputs, tiles, are_first, SUM_ROWS, columns);
      } else {
        add_products(
            from, gradient, lanes_apart, to, inputs, tiles, are_first, SUM_ROWS - 1, columns);
      }
      c += now;
    }
  }
}

static long gradient_block(const sc_convolution *s) {
  long tiles = BLOCK_FLOATS / (POINTS * (s->inputs + s->outputs));
  int is_large = POINTS * s->inputs * s->outputs > SUMS_IN_CACHE;
  return larger(
      tiles,
      is_large ? larger(LONG_GRADIENT_BLOCK, s->inputs * s->outputs / 2048) : SHORT_GRADIENT_BLOCK);
}

// Floats of a part: inputs and gradients of a block at all points, and a pixel of each.
static long gradient_room(const sc_convolution *s) {
  return (POINTS * gradient_block(s) + 1) * (s->inputs + s->outputs) + 2 * POINTS * APART;
}

static int gradient_shares_outputs(const sc_convolution *s, int threads) {
  return shares_outputs(s, POINTS * s->inputs * s->outputs, SHARED_SUMS, threads);
}

// What a part does: all tiles for some outputs, or some tiles for all, with sums of its own.
typedef struct {
  long tile, last_tile, output, last_output;
  float *sums;
} share;

SC_INLINE share share_of(const gradient_job *job, int part, int parts) {
  const sc_convolution *s = &job->shape;
  long tiles = tiles_of(s), panels = s->outputs / LANES;
  if (job->by_outputs) {
    return (share){
        0, tiles, panels * part / parts * LANES, panels * (part + 1) / parts * LANES, job->sums};
  }
  return (share){
      tiles * part / parts, tiles * (part + 1) / parts, 0, s->outputs,
      job->sums + part * POINTS * weights_apart(s->inputs, s->outputs)};
}

// Adds the products of `count` tiles, from `tile` on, at all points; the share's first ones are
// what sums begin with.
SC_INLINE void add_tiles(const gradient_job *job, share mine, long tile, long count, float *room) {
  const sc_convolution *s = &job->shape;
  long block = gradient_block(s), size = weights_apart(s->inputs, s->outputs);
  long apart = block * s->inputs + APART, output_apart = block * s->outputs + APART;
  float *input = room, *gradient = input + POINTS * apart;
  const float *zeros = gradient + POINTS * output_apart;
  for (long k = 0; k < count; k++) {
    take_tile(job, tile + k, zeros, input + k * LANES, apart, block * LANES);
    take_gradients(
        job, tile + k, mine.output, mine.last_output, zeros, gradient + k * LANES, output_apart,
        block * LANES);
  }
  for (long point = 0; point < POINTS; point++) {
    for (long o = mine.output; o < mine.last_output; o += COLUMNS * LANES) {
      const float *from = input + point * apart, *by = gradient + point * output_apart + o * block;
      float *to = mine.sums + point * size + o * s->inputs;
      if (mine.last_output - o >= COLUMNS * LANES) {
        add_inputs(from, by, block * LANES, to, s->inputs, count, tile == mine.tile, COLUMNS);
      } else {
        add_inputs(from, by, block * LANES, to, s->inputs, count, tile == mine.tile, 1);
      }
    }
  }
}

SC_TARGET static void gradient_part(const void *context, int part, int parts) {
  const gradient_job job = *(const gradient_job *)context;
  const sc_convolution *s = &job.shape;
  share mine = share_of(&job, part, parts);
  float *room = job.room + part * job.room_size;
  long block = gradient_block(s), channels = s->inputs + s->outputs;
  // Behind the points of a block: a pixel of zeros, of as many channels as either side has.
  memset(
      room + POINTS * (block * channels + 2 * APART), 0, (unsigned long)channels * sizeof(float));
  // Where there are fewer tiles than parts, the sums of some are none.
  long tile = mine.tile;
  do {
    add_tiles(&job, mine, tile, smaller(block, mine.last_tile - tile), room);
    tile += block;
  } while (tile < mine.last_tile);
}

// to = G^T u: three values of six.
SC_INLINE void transform_gradients(const lanes *u, long apart, lanes *to, long to_apart) {
  lanes sum = u[apart] + u[2 * apart], difference = u[2 * apart] - u[apart];
  lanes far_sum = u[3 * apart] + u[4 * apart], far_difference = u[3 * apart] - u[4 * apart];
  to[0] = u[0] * 0.25f - sum * (1.0f / 6) + far_sum * (1.0f / 24);
  to[to_apart] = difference * (1.0f / 6) + far_difference * (1.0f / 12);
  to[2 * to_apart] = (far_sum - sum) * (1.0f / 6) + u[5 * apart];
}

// Puts scale * G^T u G of a pair, one input and LANES outputs, in the order of weights: O, I, H, W.
SC_INLINE void give_gradients(
    const lanes *points, long pair, long inputs, float scale, float *weights) {
  lanes half[KERNEL * PATCH], kernel[KERNEL * KERNEL];
  SC_UNROLLED
  for (int j = 0; j < PATCH; j++) transform_gradients(points + j, PATCH, half + j, PATCH);
  SC_UNROLLED
  for (int i = 0; i < KERNEL; i++) {
    transform_gradients(half + i * PATCH, 1, kernel + i * KERNEL, 1);
  }
  long o = pair / inputs * LANES, c = pair % inputs;
  for (int lane = 0; lane < LANES; lane++) {
    float *to = weights + ((o + lane) * inputs + c) * KERNEL * KERNEL;
    for (int k = 0; k < KERNEL * KERNEL; k++) to[k] = kernel[k][lane] * scale;
  }
}

// Adds up what the parts found, for all pairs.
SC_TARGET static void arrange_part(const void *context, int part, int parts) {
  const arrange_job job = *(const arrange_job *)context;
  long size = weights_apart(job.inputs, job.outputs), pairs = job.inputs * job.outputs / LANES;
  for (long pair = pairs * part / parts; pair < pairs * (part + 1) / parts; pair++) {
    lanes points[POINTS];
    SC_UNROLLED
    for (int k = 0; k < POINTS; k++) {
      const float *from = job.sums + k * size + pair * LANES;
      points[k] = *(const lanes *)from;
      for (int more = 1; more < job.addends; more++) {
        points[k] += *(const lanes *)(from + more * POINTS * size);
      }
    }
    give_gradients(points, pair, job.inputs, job.scale, job.weights);
  }
}

static long gradient_blocks_scratch(const sc_convolution *s, int threads) {
  int sums = gradient_shares_outputs(s, threads) ? 1 : threads;
  return sums * POINTS * weights_apart(s->inputs, s->outputs) + threads * gradient_room(s);
}

static void run_gradient_blocks(
    sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads) {
  int by_outputs = gradient_shares_outputs(&s, threads), sums = by_outputs ? 1 : threads;
  long size = POINTS * weights_apart(s.inputs, s.outputs);
  gradient_job job = {x, dy, scratch, scratch + sums * size, gradient_room(&s), s, by_outputs};
  sc_run(gradient_part, &job, by_outputs ? smaller(threads, s.outputs / LANES) : threads, threads);
  arrange_job arranging = {scratch, dw, x.scale, s.inputs, s.outputs, sums};
  sc_run(arrange_part, &arranging, sc_pieces(size, threads), threads);
}
