#include "CKernels.h"
#include "activation.h"

SC_CLONES sc_quantizer_summary
sc_summarize(const float *v, long count, sc_quantizer q, int8_t *codes, int64_t *counts) {
  sc_quantizer_summary summary = {0, 0, 0};
  for (long first = 0; first < count; first += LANES) {
    long n = smaller(LANES, count - first);
    lanes value, ratio, code, error;
    load(&value, v + first, n);
    code_of(&q, &value, &ratio, &code);
    error = (code * q.step + q.offset) - value;
    for (long j = 0; j < n; j++) {
      summary.squared_error += (double)error[j] * (double)error[j];
      summary.low += (q.lowest < 0 || q.shifts) && ratio[j] <= q.lowest;
      summary.high += ratio[j] >= q.highest;
      // NaN has no code.
      if (code[j] >= q.lowest && code[j] <= q.highest) counts[(long)(code[j] - q.lowest)] += 1;
      if (codes) codes[first + j] = (int8_t)(code[j] >= q.lowest ? (int)code[j] : 0);
    }
  }
  return summary;
}
