#include "CKernels.h"
#include "parallel.h"

typedef struct {
  const float *input;
  float *output;
  long examples, rows, columns;
} transpose_job;

static void transpose_part(const void *context, int part, int parts) {
  const transpose_job job = *(const transpose_job *)context;
  long size = job.rows * job.columns;
  for (long e = job.examples * part / parts; e < job.examples * (part + 1) / parts; e++) {
    const float *x = job.input + e * size;
    float *output = job.output + e * size;
    for (long i = 0; i < job.rows; i++) {
      for (long j = 0; j < job.columns; j++) output[j * job.rows + i] = x[i * job.columns + j];
    }
  }
}

void sc_transpose(
    const float *x, float *output, long examples, long rows, long columns, int threads) {
  transpose_job job = {x, output, examples, rows, columns};
  sc_run(transpose_part, &job, sc_pieces(examples * rows * columns, threads), threads);
}
