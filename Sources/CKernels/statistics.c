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

// Adds what rows first...last contribute to `vectors` times n channels from c on. n is LANES, or
// less in a band of one.
SC_INLINE void add_rows(
    const statistics_job *job, long first, long last, long c, int vectors, long n, int adds,
    double *sum, double *square) {
  lanes pivot[BAND], s[BAND], q[BAND];
  SC_UNROLLED
  for (int k = 0; k < vectors; k++) {
    load(&pivot[k], job->pivot + c + k * LANES, n);
    s[k] = q[k] = (lanes){0};
  }
  for (long row = first; row < last; row++) {
    SC_UNROLLED
    for (int k = 0; k < vectors; k++) {
      long i = row * job->channels + c + k * LANES;
      lanes x;
      load(&x, job->x + i, n);
      if (adds) {
        lanes addend;
        load(&addend, job->addend + i, n);
        x += addend;
        store(job->total + i, &x, n);
      }
      lanes difference = x - pivot[k];
      s[k] += difference;
      q[k] += difference * difference;
    }
  }
  for (int k = 0; k < vectors; k++) {
    for (long j = 0; j < n; j++) {
      sum[c + k * LANES + j] += (double)s[k][j];
      square[c + k * LANES + j] += (double)q[k][j];
    }
  }
}

SC_INLINE void statistics_rows(const statistics_job *job, int adds, int part, int parts) {
  long width = job->channels, block_rows = smaller(64, 4096 / width + 8);
  long first = job->rows * part / parts, last = job->rows * (part + 1) / parts;
  double *sum = job->sums + part * 2 * width, *square = sum + width;
  for (long block = first; block < last; block += block_rows) {
    long end = smaller(block + block_rows, last);
    for (long c = 0, vectors; c < width; c += larger(1, vectors) * LANES) {
      vectors = band_of(width - c);
      switch (vectors) {
        case 8: add_rows(job, block, end, c, 8, LANES, adds, sum, square); break;
        case 4: add_rows(job, block, end, c, 4, LANES, adds, sum, square); break;
        case 2: add_rows(job, block, end, c, 2, LANES, adds, sum, square); break;
        case 1: add_rows(job, block, end, c, 1, LANES, adds, sum, square); break;
        default: add_rows(job, block, end, c, 1, width - c, adds, sum, square);
      }
    }
  }
}

SC_CLONES static void statistics_part(const void *context, int part, int parts) {
  const statistics_job job = *(const statistics_job *)context;
  if (job.addend) {
    statistics_rows(&job, 1, part, parts);
  } else {
    statistics_rows(&job, 0, part, parts);
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
