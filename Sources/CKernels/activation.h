// What the passes over an activation share: the value before and after each part, and its gradient.
#pragma once

#include "CKernels.h"
#include "vectors.h"

// The tensor as a grid of rows x width. Without channel parameters it is flat: rows of 1,024 and a
// shorter last one.
typedef struct {
  long rows, width, last;  // width of the last row
} grid;

SC_INLINE grid grid_of(const sc_activation *a) {
  if (a->scale) return (grid){a->rows, a->channels, a->channels};
  long count = a->rows * a->channels, width = 1024;
  long rows = (count + width - 1) / width;
  return (grid){rows, width, count - (rows - 1) * width};
}

// v = x * scale + shift at offset i, channel c; then rectified into u.
SC_INLINE void value_at(
    const sc_activation *a, long i, long c, long n, lanes *x, lanes *v, lanes *u) {
  load(x, a->x + i, n);
  *v = *x;
  if (a->scale) {
    lanes scale, shift;
    load(&scale, a->scale + c, n);
    load(&shift, a->shift + c, n);
    *v = *x * scale + shift;
  }
  *u = *v;
  if (a->rectifies) {
    // What is no number stays so: a loss that is none tells of it.
    masks negative = *v <= 0.0f;
    *u = (lanes)(~negative & (masks)*v);
  }
}

// ratio = (v - offset)/s, code = round_half_to_even(clip(ratio, -Qn, Qp)).
SC_INLINE void code_of(const sc_quantizer *q, const lanes *v, lanes *ratio, lanes *code) {
  lanes r = (*v - q->offset) / q->step;
  *ratio = r;
  lanes zero = {0}, low = zero + q->lowest, high = zero + q->highest;
  masks over = high < r;
  select_lanes(&r, &over, &high, &r);
  masks under = low > r;
  select_lanes(&r, &under, &low, &r);
  // Adding and subtracting 1.5 * 2^23 rounds to an integer, half to even, as |r| < 2^22.
  *code = (r + 12582912.0f) - 12582912.0f;
}

// dv_hat/ds: code - v/s inside, or zero if only clipped values count; the clipped code outside.
// Eq. 3.
SC_INLINE void step_derivative(const sc_quantizer *q, const lanes *v, lanes *out, masks *inside) {
  lanes ratio, code;
  code_of(q, v, &ratio, &code);
  *inside = (ratio > q->lowest) & (ratio < q->highest);
  *out = code - (lanes)(*inside & (masks)(q->clips ? code : ratio));
}
