#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

typedef struct {
  const float *x, *addend;
  float *total;
  long rows, channels;
  const float *pivot;
  double *sums;  // per part: channels of (x - pivot), channels of (x - pivot)^2
} statistics_job;

// Adds what rows first...last contribute to n channels from c on.
SC_INLINE void add_rows(
    const statistics_job *job, long first, long last, long c, long n, int adds, double *sum,
    double *square) {
  lanes pivot, s = {0}, q = {0};
  load(&pivot, job->pivot + c, n);
  for (long row = first; row < last; row++) {
    long i = row * job->channels + c;
    lanes x;
    load(&x, job->x + i, n);
    if (adds) {
      lanes addend;
      load(&addend, job->addend + i, n);
      x += addend;
      store(job->total + i, &x, n);
    }
    lanes difference = x - pivot;
    s += difference;
    q += difference * difference;
  }
  for (long j = 0; j < n; j++) {
    sum[c + j] += (double)s[j];
    square[c + j] += (double)q[j];
  }
}

SC_CLONES static void statistics_part(const void *context, int part, int parts) {
  const statistics_job job = *(const statistics_job *)context;
  long width = job.channels, block_rows = smaller(64, 4096 / width + 8);
  long first = job.rows * part / parts, last = job.rows * (part + 1) / parts;
  double *sum = job.sums + part * 2 * width, *square = sum + width;
  for (long block = first; block < last; block += block_rows) {
    long end = smaller(block + block_rows, last), c = 0;
    for (; c + LANES <= width; c += LANES) {
      if (job.addend) {
        add_rows(&job, block, end, c, LANES, 1, sum, square);
      } else {
        add_rows(&job, block, end, c, LANES, 0, sum, square);
      }
    }
    if (c < width) add_rows(&job, block, end, c, width - c, job.addend != NULL, sum, square);
  }
}

void sc_statistics(
    const float *x, const float *addend, float *total, long rows, long channels, double *mean,
    double *variance, double *scratch, int threads) {
  int parts = sc_parts(rows * channels, threads);
  double *sums = memset(scratch, 0, (unsigned long)(2 * channels * parts) * sizeof(double));
  // Sums are taken about the first row: without a pivot near the mean, E[x^2] - E[x]^2 cancels.
  float *pivot = (float *)(sums + 2 * channels * parts);
  for (long c = 0; c < channels; c++) pivot[c] = x[c] + (addend ? addend[c] : 0.0f);
  statistics_job job = {x, addend, total, rows, channels, pivot, sums};
  sc_run(statistics_part, &job, parts, threads);
  for (long c = 0; c < channels; c++) {
    double sum = 0, square = 0;
    for (int part = 0; part < parts; part++) {
      sum += sums[part * 2 * channels + c];
      square += sums[part * 2 * channels + channels + c];
    }
    double shifted = sum / (double)rows;
    mean[c] = (double)pivot[c] + shifted;
    double spread = square / (double)rows - shifted * shifted;
    variance[c] = spread > 0 || spread != spread ? spread : 0;
  }
}
