#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

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
  float learning_rate, momentum, decay;
} sgd_job;

SC_CLONES static void sgd_part(const void *context, int part, int parts) {
  const sgd_job job = *(const sgd_job *)context;
  long first = job.count * part / parts, last = job.count * (part + 1) / parts;
  float *restrict w = job.w, *restrict v = job.v;
  const float *restrict g = job.g;
  for (long i = first; i < last; i++) {
    v[i] = job.momentum * v[i] + (g[i] + job.decay * w[i]);
    w[i] -= job.learning_rate * v[i];
  }
}

void sc_sgd(
    float *w, const float *g, float *v, long count, float learning_rate, float momentum,
    float decay, int threads) {
  sgd_job job = {w, v, g, count, learning_rate, momentum, decay};
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
