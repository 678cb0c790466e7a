#include <math.h>

#include "CKernels.h"
#include "activation.h"

SC_CLONES sc_quantizer_summary sc_summarize(
    const float *v, long count, sc_quantizer q, int8_t *codes, int64_t *counts) {
  sc_quantizer_summary summary = {0, 0, 0};
  for (long first = 0; first < count; first += LANES) {
    long n = smaller(LANES, count - first);
    lanes value, ratio, code, error;
    load(&value, v + first, n);
    code_of(&q, &value, &ratio, &code);
    error = code * q.step - value;
    for (long j = 0; j < n; j++) {
      summary.squared_error += (double)error[j] * (double)error[j];
      summary.low += q.lowest < 0 && ratio[j] <= q.lowest;
      summary.high += ratio[j] >= q.highest;
      // NaN has no code.
      if (code[j] >= q.lowest && code[j] <= q.highest) counts[(long)(code[j] - q.lowest)] += 1;
      if (codes) codes[first + j] = (int8_t)(code[j] >= q.lowest ? (int)code[j] : 0);
    }
  }
  return summary;
}

void sc_histogram(
    const float *v, long count, float lowest, float highest, long bins, int64_t *counts) {
  float scale = (float)bins / (highest - lowest);
  for (long i = 0; i < count; i++) {
    float position = (v[i] - lowest) * scale;
    // A comparison that is false for NaN, which goes to the first bin.
    long bin = position > 0 ? (position < (float)bins ? (long)position : bins - 1) : 0;
    counts[bin] += 1;
  }
}

SC_CLONES void sc_range(const float *v, long count, float *lowest, float *highest) {
  float low = INFINITY, high = -INFINITY;
  for (long i = 0; i < count; i++) {
    low = v[i] < low ? v[i] : low;
    high = v[i] > high ? v[i] : high;
  }
  *lowest = low;
  *highest = high;
}
