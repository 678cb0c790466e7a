// A quantizer by itself: where it clips, and the derivative of what it gives by its step size.
#include <math.h>

#include "activation.h"
#include "parallel.h"

// Floats in their order, as integers: -0 and 0 are 0, infinities +-0x7f800000.
static float float_at(int32_t place) {
  int32_t bits = place >= 0 ? place : (int32_t)(0x80000000u - (uint32_t)place);
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// The first float v with v / step > bound, or >= bound. Rounded division is monotonic, so halving
// finds it.
static float first_past(float step, float bound, int or_equal) {
  int32_t low = -0x7f800000, high = 0x7f800000;
  while (high - (int64_t)low > 1) {
    int32_t middle = (int32_t)(((int64_t)low + high) / 2);
    float ratio = float_at(middle) / step;
    if (or_equal ? ratio >= bound : ratio > bound) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return float_at(high);
}

sc_quantizer sc_make_quantizer(float step, int lowest, int highest) {
  float below = first_past(step, (float)highest, 1);
  float above = nextafterf(first_past(step, (float)lowest, 0), -INFINITY);
  return (sc_quantizer){step, (float)lowest, (float)highest, above, below, 0, 0, 0};
}

// Derivative of v_hat by s.
typedef struct {
  const float *v;
  long count;
  sc_quantizer quantizer;
  float *output;
} derivative_job;

SC_CLONES static void derivative_part(const void *context, int part, int parts) {
  const derivative_job job = *(const derivative_job *)context;
  long blocks = (job.count + LANES - 1) / LANES;
  for (long b = blocks * part / parts; b < blocks * (part + 1) / parts; b++) {
    long n = smaller(LANES, job.count - b * LANES);
    lanes v, derivative;
    masks inside;
    load(&v, job.v + b * LANES, n);
    step_derivative(&job.quantizer, &v, &derivative, &inside);
    store(job.output + b * LANES, &derivative, n);
  }
}

void sc_step_derivative(const float *v, long count, sc_quantizer q, float *output, int threads) {
  derivative_job job = {v, count, q, output};
  sc_run(derivative_part, &job, sc_pieces(count, threads), threads);
}
