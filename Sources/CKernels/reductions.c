#include <math.h>

#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

// Sums in double, over blocks summed in float32.

typedef enum { ABSOLUTE, SQUARE, PRODUCT } term;

typedef struct {
  const float *x, *y;
  long count;
  term term;
  double *totals;  // per part
} sum_job;

SC_INLINE double sum_blocks(const sum_job *job, long first, long last, term kind) {
  enum { BLOCK = 32 };  // vectors
  double total = 0;
  for (long block = first; block < last; block += BLOCK) {
    long end = smaller(block + BLOCK, last);
    lanes sum = {0};
    for (long b = block; b < end; b++) {
      long n = smaller(LANES, job->count - b * LANES);
      lanes x, y;
      load(&x, job->x + b * LANES, n);
      switch (kind) {
        case ABSOLUTE: {
          masks sign = *(masks *)&x & 0x7fffffff;
          sum += (lanes)sign;
          break;
        }
        case SQUARE: sum += x * x; break;
        case PRODUCT:
          load(&y, job->y + b * LANES, n);
          sum += x * y;
          break;
      }
    }
    total += total_of(&sum);
  }
  return total;
}

SC_CLONES static void sum_part(const void *context, int part, int parts) {
  const sum_job job = *(const sum_job *)context;
  long blocks = (job.count + LANES - 1) / LANES;
  long first = blocks * part / parts, last = blocks * (part + 1) / parts;
  switch (job.term) {
    case ABSOLUTE: job.totals[part] = sum_blocks(&job, first, last, ABSOLUTE); break;
    case SQUARE: job.totals[part] = sum_blocks(&job, first, last, SQUARE); break;
    case PRODUCT: job.totals[part] = sum_blocks(&job, first, last, PRODUCT); break;
  }
}

static double sum_of(const float *x, const float *y, long count, term kind, int threads) {
  int parts = sc_parts(count, threads);
  double totals[parts];
  sum_job job = {x, y, count, kind, totals};
  sc_run(sum_part, &job, parts, threads);
  double total = 0;
  for (int part = 0; part < parts; part++) total += totals[part];
  return total;
}

double sc_sum_of_absolutes(const float *x, long count, int threads) {
  return sum_of(x, NULL, count, ABSOLUTE, threads);
}

double sc_sum_of_squares(const float *x, long count, int threads) {
  return sum_of(x, NULL, count, SQUARE, threads);
}

double sc_dot(const float *x, const float *y, long count, int threads) {
  return sum_of(x, y, count, PRODUCT, threads);
}

SC_CLONES void sc_range(const float *v, long count, float *lowest, float *highest) {
  float low = INFINITY, high = -INFINITY;
  int unordered = 0;
  for (long i = 0; i < count; i++) {
    low = v[i] < low ? v[i] : low;
    high = v[i] > high ? v[i] : high;
    unordered |= v[i] != v[i];
  }
  *lowest = unordered ? NAN : low;
  *highest = unordered ? NAN : high;
}
