#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

typedef struct {
  const float *input;
  float *output;
  long examples, positions, channels;
} mean_job;

SC_CLONES static void mean_forward_part(const void *context, int part, int parts) {
  const mean_job job = *(const mean_job *)context;
  long first = job.examples * part / parts, last = job.examples * (part + 1) / parts;
  for (long example = first; example < last; example++) {
    const float *x = job.input + example * job.positions * job.channels;
    for (long c = 0; c < job.channels; c += LANES) {
      long n = smaller(LANES, job.channels - c);
      lanes sum = {0};
      for (long p = 0; p < job.positions; p++) {
        lanes value;
        load(&value, x + p * job.channels + c, n);
        sum += value;
      }
      sum = sum / (float)job.positions;
      store(job.output + example * job.channels + c, &sum, n);
    }
  }
}

SC_CLONES static void mean_backward_part(const void *context, int part, int parts) {
  const mean_job job = *(const mean_job *)context;
  long first = job.examples * part / parts, last = job.examples * (part + 1) / parts;
  for (long example = first; example < last; example++) {
    float *dx = job.output + example * job.positions * job.channels;
    for (long c = 0; c < job.channels; c += LANES) {
      long n = smaller(LANES, job.channels - c);
      lanes share;
      load(&share, job.input + example * job.channels + c, n);
      share = share / (float)job.positions;
      for (long p = 0; p < job.positions; p++) store(dx + p * job.channels + c, &share, n);
    }
  }
}

void sc_mean_forward(
    const float *x, float *output, long examples, long positions, long channels, int threads) {
  mean_job job = {x, output, examples, positions, channels};
  sc_run(mean_forward_part, &job, sc_pieces(examples * positions * channels, threads), threads);
}

void sc_mean_backward(
    const float *dy, float *dx, long examples, long positions, long channels, int threads) {
  mean_job job = {dy, dx, examples, positions, channels};
  sc_run(mean_backward_part, &job, sc_pieces(examples * positions * channels, threads), threads);
}
