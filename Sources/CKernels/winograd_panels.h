// The products of layers with few tiles and many weights, for one instruction set: the last ones of
// a network. All of their weights at all points, or gradients of them, would go to memory and back.
// Those of a panel of outputs are made at a time, for all tiles, which are read at all points from
// the third cache.
#pragma once

#include "winograd_gradient.h"
#include "winograd_product.h"

// Weights at all points that are too many for the third cache, and values of tiles at all points
// that are not.
enum { LEAST_PANEL_WEIGHTS = 1 << 22, MOST_PANEL_VALUES = 1 << 22 };

// Outputs of a panel: as many as are multiplied at a time.
enum { PANEL_OUTPUTS = COLUMNS * LANES };

SC_INLINE int has_panels(const sc_convolution *s) {
  return POINTS * s->inputs * s->outputs > LEAST_PANEL_WEIGHTS
      && POINTS * tiles_of(s) * larger(s->inputs, s->outputs) <= MOST_PANEL_VALUES;
}

static int panels_of_outputs(const sc_convolution *s) {
  return (int)((s->outputs + PANEL_OUTPUTS - 1) / PANEL_OUTPUTS);
}

// LANES of outputs that a panel has.
SC_INLINE int columns_of_panel(const sc_convolution *s, int panel) {
  return (int)smaller(COLUMNS, s->outputs / LANES - (long)panel * COLUMNS);
}

// Tiles, with those of no image that are multiplied beside the last.
SC_INLINE long rows_of(const sc_convolution *s) { return (tiles_of(s) + ROWS - 1) / ROWS * ROWS; }

// Floats from the values of all tiles at a point to those at the next.
SC_INLINE long tiles_apart(const sc_convolution *s, long channels) {
  return rows_of(s) * channels + APART;
}

typedef struct {
  kernel_job kernels;
  product_job product;
  float *inputs;       // [POINTS][rows][inputs]
  const float *zeros;  // a pixel
} panel_job;

SC_TARGET static void panel_inputs_part(const void *context, int part, int parts) {
  const panel_job job = *(const panel_job *)context;
  const sc_convolution *s = &job.product.shape;
  long tiles = tiles_of(s), apart = tiles_apart(s, s->inputs);
  for (long tile = tiles * part / parts; tile < tiles * (part + 1) / parts; tile++) {
    take_inputs(s, job.product.x, tile, job.zeros, job.inputs + tile * s->inputs, apart, LANES);
  }
}

// Floats of a thread: weights and outputs of a panel at all points, and a pixel.
static long panel_room(const sc_convolution *s) {
  return POINTS * (weights_apart(s->inputs, PANEL_OUTPUTS) + tiles_apart(s, PANEL_OUTPUTS))
      + s->outputs;
}

SC_TARGET static void panel_part(const void *context, int panel, int panels) {
  (void)panels;
  const panel_job job = *(const panel_job *)context;
  const sc_convolution *s = &job.product.shape;
  int columns = columns_of_panel(s, panel);
  long first = (long)panel * PANEL_OUTPUTS, last = first + columns * LANES;
  long apart = tiles_apart(s, s->inputs), output_apart = tiles_apart(s, PANEL_OUTPUTS);
  long size = weights_apart(s->inputs, PANEL_OUTPUTS), pairs = columns * s->inputs;
  float *weights = job.product.room + sc_thread() * job.product.room_size;
  float *output = weights + POINTS * size, *dropped = output + POINTS * output_apart;
  for (long pair = 0; pair < pairs; pair++) {
    transform_pair(&job.kernels, first / LANES * s->inputs + pair, weights + pair * LANES, size);
  }
  for (long point = 0; point < POINTS; point++) {
    for (long k = 0; k < rows_of(s); k += ROWS) {
      const float *from = job.inputs + point * apart + k * s->inputs;
      float *to = output + point * output_apart + k * PANEL_OUTPUTS;
      if (columns == COLUMNS) {
        multiply(from, weights + point * size, to, s->inputs, PANEL_OUTPUTS, COLUMNS);
      } else {
        multiply(from, weights + point * size, to, s->inputs, PANEL_OUTPUTS, 1);
      }
    }
  }
  for (long tile = 0; tile < tiles_of(s); tile++) {
    give_outputs(
        &job.product, tile, first, last, output + tile * PANEL_OUTPUTS, output_apart, dropped);
  }
}

static long panels_scratch(const sc_convolution *s, int threads) {
  return POINTS * tiles_apart(s, s->inputs) + s->inputs + threads * panel_room(s);
}

// y = x * weights, with the job's kernels.
static void run_panels(
    const float *x, kernel_job kernels, float *y, int accumulates, sc_convolution s, float *scratch,
    int threads) {
  float *zeros = scratch + POINTS * tiles_apart(&s, s.inputs);
  memset(zeros, 0, (unsigned long)s.inputs * sizeof(float));
  product_job product = {x, 0, y, accumulates, zeros + s.inputs, panel_room(&s), s};
  panel_job job = {kernels, product, scratch, zeros};
  sc_run(panel_inputs_part, &job, sc_pieces(POINTS * tiles_of(&s) * s.inputs, threads), threads);
  sc_run(panel_part, &job, panels_of_outputs(&s), threads);
}

typedef struct {
  gradient_job gradient;
  float *inputs, *gradients;  // [POINTS][inputs / LANES][rows][LANES], and of outputs
  const float *zeros;         // a pixel
  float *weights;
} panel_gradient_job;

SC_TARGET static void panel_tiles_part(const void *context, int part, int parts) {
  const panel_gradient_job job = *(const panel_gradient_job *)context;
  const sc_convolution *s = &job.gradient.shape;
  long tiles = tiles_of(s), apart = tiles_apart(s, s->inputs);
  long output_apart = tiles_apart(s, s->outputs);
  for (long tile = tiles * part / parts; tile < tiles * (part + 1) / parts; tile++) {
    take_tile(&job.gradient, tile, job.zeros, job.inputs + tile * LANES, apart, rows_of(s) * LANES);
    take_gradients(
        &job.gradient, tile, 0, s->outputs, job.zeros, job.gradients + tile * LANES, output_apart,
        rows_of(s) * LANES);
  }
}

SC_TARGET static void panel_gradient_part(const void *context, int panel, int panels) {
  (void)panels;
  const panel_gradient_job job = *(const panel_gradient_job *)context;
  const sc_convolution *s = &job.gradient.shape;
  int columns = columns_of_panel(s, panel);
  long first = (long)panel * PANEL_OUTPUTS, size = weights_apart(s->inputs, PANEL_OUTPUTS);
  long apart = tiles_apart(s, s->inputs), output_apart = tiles_apart(s, s->outputs);
  float *sums = job.gradient.room + sc_thread() * job.gradient.room_size;
  for (long point = 0; point < POINTS; point++) {
    const float *from = job.inputs + point * apart;
    const float *by = job.gradients + point * output_apart + first * rows_of(s);
    float *to = sums + point * size;
    if (columns == COLUMNS) {
      add_inputs(from, by, rows_of(s) * LANES, to, s->inputs, tiles_of(s), 1, COLUMNS);
    } else {
      add_inputs(from, by, rows_of(s) * LANES, to, s->inputs, tiles_of(s), 1, 1);
    }
  }
  for (long pair = 0; pair < columns * s->inputs; pair++) {
    lanes points[POINTS];
    SC_UNROLLED
    for (int k = 0; k < POINTS; k++) points[k] = *(const lanes *)(sums + k * size + pair * LANES);
    give_gradients(
        points, first / LANES * s->inputs + pair, s->inputs, job.gradient.x.scale, job.weights);
  }
}

// Floats of a thread: sums of a panel at all points.
static long panel_gradient_room(const sc_convolution *s) {
  return POINTS * weights_apart(s->inputs, PANEL_OUTPUTS);
}

static long gradient_panels_scratch(const sc_convolution *s, int threads) {
  return POINTS * (tiles_apart(s, s->inputs) + tiles_apart(s, s->outputs))
      + larger(s->inputs, s->outputs) + threads * panel_gradient_room(s);
}

static void run_gradient_panels(
    sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads) {
  float *gradients = scratch + POINTS * tiles_apart(&s, s.inputs);
  float *zeros = gradients + POINTS * tiles_apart(&s, s.outputs);
  long channels = larger(s.inputs, s.outputs);
  memset(zeros, 0, (unsigned long)channels * sizeof(float));
  gradient_job gradient = {
      .x = x, .dy = dy, .room = zeros + channels, .room_size = panel_gradient_room(&s), .shape = s};
  panel_gradient_job job = {gradient, scratch, gradients, zeros, dw};
  long values = POINTS * tiles_of(&s) * (s.inputs + s.outputs);
  sc_run(panel_tiles_part, &job, sc_pieces(values, threads), threads);
  sc_run(panel_gradient_part, &job, panels_of_outputs(&s), threads);
}
