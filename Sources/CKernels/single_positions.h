// How weight_gradient.h multiplies float32: a position at a time, and values as they are.
#pragma once

#include "vectors.h"

enum { POSITIONS = 1 };

SC_INLINE void join_inputs(float *row, long count, long apart) {
  (void)row, (void)count, (void)apart;
}

SC_INLINE void join_outputs(float *to, const float *dy, const float *next, lanes *carry) {
  (void)next, (void)carry;
  *(lanes *)to = *(const lanes *)dy;
}

SC_INLINE void add_product(lanes *sum, const float *dy, float x) { *sum += *(const lanes *)dy * x; }
