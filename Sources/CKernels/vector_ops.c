#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

// Addition and SGD.

typedef struct {
  const float *x, *y;
  float *output;
  long count;
} add_job;

SC_CLONES static void add_part(const void *context, int part, int parts) {
  const add_job job = *(const add_job *)context;
  long first = job.count * part / parts, last = job.count * (part + 1) / parts;
  for (long i = first; i < last; i++) job.output[i] = job.x[i] + job.y[i];
}

void sc_add(const float *x, const float *y, float *output, long count, int threads) {
  add_job job = {x, y, output, count};
  sc_run(add_part, &job, sc_pieces(count, threads), threads);
}

typedef struct {
  float *w, *v;
  const float *g;
  long count;
  float rate, momentum, decay;
} sgd_job;

SC_CLONES static void sgd_part(const void *context, int part, int parts) {
  const sgd_job job = *(const sgd_job *)context;
  long first = job.count * part / parts, last = job.count * (part + 1) / parts;
  float *restrict w = job.w, *restrict v = job.v;
  const float *restrict g = job.g;
  for (long i = first; i < last; i++) {
    v[i] = job.momentum * v[i] + (g[i] + job.decay * w[i]);
    w[i] -= job.rate * v[i];
  }
}

void sc_sgd(
    float *w, const float *g, float *v, long count, float rate, float momentum, float decay,
    int threads) {
  sgd_job job = {w, v, g, count, rate, momentum, decay};
  sc_run(sgd_part, &job, sc_pieces(count, threads), threads);
}

typedef struct {
  float *x;
  long count;
  float factor;
} scale_job;

SC_CLONES static void scale_part(const void *context, int part, int parts) {
  const scale_job job = *(const scale_job *)context;
  long first = job.count * part / parts, last = job.count * (part + 1) / parts;
  for (long i = first; i < last; i++) job.x[i] *= job.factor;
}

void sc_scale(float *x, long count, float factor, int threads) {
  scale_job job = {x, count, factor};
  sc_run(scale_part, &job, sc_pieces(count, threads), threads);
}

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
