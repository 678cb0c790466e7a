#include <math.h>

#include "CKernels.h"
#include "activation.h"

void sc_histogram(
    const float *v, long count, float lowest, float highest, long bins, int skips_zeros,
    int64_t *counts) {
  float scale = (float)bins / (highest - lowest);
  for (long i = 0; i < count; i++) {
    if (skips_zeros && v[i] == 0) continue;
    float position = (v[i] - lowest) * scale;
    // A comparison that is false for NaN, which goes to the first bin.
    long bin = position > 0 ? (position < (float)bins ? (long)position : bins - 1) : 0;
    counts[bin] += 1;
  }
}

SC_CLONES static double distance(
    const float *middles, const double *weights, long count, sc_quantizer q, int squares) {
  double sum = 0, total = 0;
  for (long first = 0; first < count; first += LANES) {
    long n = smaller(LANES, count - first);
    lanes value, ratio, code, error;
    load(&value, middles + first, n);
    code_of(&q, &value, &ratio, &code);
    error = (code * q.step + q.offset) - value;
    for (long j = 0; j < n; j++) {
      double e = (double)error[j], weight = weights[first + j];
      sum += weight * (squares ? e * e : fabs(e));
      total += weight;
    }
  }
  return sum / total;
}

enum { LEVELS = 256 };

SC_CLONES static double divergence(
    const float *middles, const double *weights, long count, long bins, double width,
    sc_quantizer q) {
  // What falls to each level, and what of that lies within half a step of it.
  double mass[LEVELS] = {0}, near[LEVELS] = {0}, total = 0, own = 0;
  for (long first = 0; first < count; first += LANES) {
    long n = smaller(LANES, count - first);
    lanes value, ratio, code;
    load(&value, middles + first, n);
    code_of(&q, &value, &ratio, &code);
    lanes distance = ratio - code;
    for (long j = 0; j < n; j++) {
      double weight = weights[first + j];
      long level = (long)(code[j] - q.lowest);
      mass[level] += weight;
      near[level] += fabsf(distance[j]) <= 0.5f ? weight : 0;
      total += weight;
    }
  }
  for (long i = 0; i < count; i++) own += weights[i] * log(weights[i] / total);
  // KL(p, q) = sum of p log p - sum of p log q; q is the same in all bins near a level, and in all
  // others.
  double floor = SC_KL_FLOOR / (double)bins, sum = own;
  for (int k = 0; k < LEVELS; k++) {
    if (mass[k] == 0) continue;
    double even = mass[k] / total * (width / (double)q.step);
    sum -= near[k] * log((1 - SC_KL_FLOOR) * even + floor) + (mass[k] - near[k]) * log(floor);
  }
  return sum / total;
}

double sc_histogram_error(
    const float *middles, const double *weights, long count, long bins, double width,
    sc_quantizer q, int measure) {
  if (measure == SC_DIVERGENCE) return divergence(middles, weights, count, bins, width, q);
  return distance(middles, weights, count, q, measure == SC_SQUARED_ERROR);
}
