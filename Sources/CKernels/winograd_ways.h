// Winograd's products for one instruction set: by blocks of tiles, or by panels of outputs where
// that is faster.
#pragma once

#include "winograd_panels.h"

// The convolution of dy that gives the gradient of the inputs: its inputs are the outputs of `s`.
static sc_convolution turned(sc_convolution s) {
  sc_convolution t = s;
  t.inputs = s.outputs;
  t.outputs = s.inputs;
  t.height = s.out_height;
  t.width = s.out_width;
  t.out_height = s.height;
  t.out_width = s.width;
  t.padding_height = KERNEL - 1 - s.padding_height;
  t.padding_width = KERNEL - 1 - s.padding_width;
  return t;
}

static long product_scratch(const sc_convolution *s, int threads) {
  return has_panels(s) ? panels_scratch(s, threads) : blocks_scratch(s, threads);
}

static long winograd_scratch(sc_convolution s, int threads) {
  sc_convolution t = turned(s);
  return larger(product_scratch(&s, threads), product_scratch(&t, threads));
}

// y = x * weights, with the job's kernels.
static void run_product(
    const float *x, kernel_job kernels, float *y, int accumulates, sc_convolution s, float *scratch,
    int threads) {
  kernels.inputs = s.inputs;
  kernels.outputs = s.outputs;
  if (has_panels(&s)) {
    run_panels(x, kernels, y, accumulates, s, scratch, threads);
  } else {
    run_blocks(x, kernels, y, accumulates, s, scratch, threads);
  }
}

static void forward(
    const float *x, const float *w, float *y, int accumulates, sc_convolution s, float *scratch,
    int threads) {
  kernel_job kernels = {
      w, .of_input = KERNEL * KERNEL, .of_output = KERNEL * KERNEL * s.inputs, .turns = 0};
  run_product(x, kernels, y, accumulates, s, scratch, threads);
}

static void input_gradient(
    const float *dy, const float *w, float *dx, sc_convolution s, float *scratch, int threads) {
  kernel_job kernels = {
      w, .of_input = KERNEL * KERNEL * s.inputs, .of_output = KERNEL * KERNEL, .turns = 1};
  run_product(dy, kernels, dx, 0, turned(s), scratch, threads);
}

static long gradient_scratch(sc_convolution s, int threads) {
  return has_panels(&s) ? gradient_panels_scratch(&s, threads)
                        : gradient_blocks_scratch(&s, threads);
}

static void weight_gradient(
    sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads) {
  if (has_panels(&s)) {
    run_gradient_panels(x, dy, dw, s, scratch, threads);
  } else {
    run_gradient_blocks(x, dy, dw, s, scratch, threads);
  }
}
