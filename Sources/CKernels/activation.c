#include "activation.h"

#include "parallel.h"

void sc_add_branch(
    sc_activation *a, const sc_quantizer *quantizer, float *output, const float *gradient) {
  int k = a->branches++;
  if (quantizer) a->quantizer[k] = *quantizer;
  a->quantizes[k] = quantizer != NULL;
  a->output[k] = output;
  a->gradient[k] = gradient;
  a->codes[k] = NULL;
}

void sc_keep_codes(sc_activation *a, uint8_t *codes) { a->codes[a->branches - 1] = codes; }

// What most activations are: batch-norm, ReLU, and one or two quantizers of unsigned codes without
// an offset, or none.
typedef enum { ONE_QUANTIZER, TWO_QUANTIZERS, NO_QUANTIZER, OTHER } kind;

static kind kind_of(const sc_activation *a) {
  if (!a->scale || !a->rectifies || a->branches > 2) return OTHER;
  if (a->branches == 1 && !a->quantizes[0]) return NO_QUANTIZER;
  for (int k = 0; k < a->branches; k++) {
    const sc_quantizer *q = &a->quantizer[k];
    if (!a->quantizes[k] || q->lowest != 0 || q->offset != 0 || q->shifts || q->clips) return OTHER;
  }
  return a->branches == 1 ? ONE_QUANTIZER : TWO_QUANTIZERS;
}

// The same with what its kind tells as constants: of an inlined loop over it the compiler leaves
// out what does not apply, and it takes half to four fifths of the time.
SC_INLINE sc_activation specialized(const sc_activation *activation, kind kind) {
  sc_activation a = *activation;
  if (kind == OTHER) return a;
  __builtin_assume(a.scale != NULL);
  // Clipped at 0, codes need no ReLU.
  a.rectifies = kind == NO_QUANTIZER;
  a.branches = kind == TWO_QUANTIZERS ? 2 : 1;
  for (int k = 0; k < a.branches; k++) {
    sc_quantizer *q = &a.quantizer[k];
    a.quantizes[k] = kind != NO_QUANTIZER;
    q->lowest = q->offset = 0;
    q->shifts = q->clips = 0;
  }
  return a;
}

// Forward.

// Writes n values at offset i, channel c.
SC_INLINE void forward_values(const sc_activation *a, long i, long c, long n) {
  lanes x, v, u;
  value_at(a, i, c, n, &x, &v, &u);
  for (int k = 0; k < a->branches; k++) {
    lanes y = u;
    if (a->quantizes[k]) {
      lanes ratio, code;
      code_of(&a->quantizer[k], &u, &ratio, &code);
      y = code * a->quantizer[k].step + a->quantizer[k].offset;
      if (a->codes[k]) store_low_bytes(a->codes[k] + i, &code, n);
    }
    if (a->output[k]) store(a->output[k] + i, &y, n);
  }
}

SC_INLINE void forward_rows(const sc_activation *activation, kind kind, int part, int parts) {
  const sc_activation a = specialized(activation, kind);
  grid g = grid_of(&a);
  long last = g.rows * (part + 1) / parts;
  for (long row = g.rows * part / parts; row < last; row++) {
    long width = row == g.rows - 1 ? g.last : g.width, c = 0;
    for (; c + LANES <= width; c += LANES) forward_values(&a, row * g.width + c, c, LANES);
    if (c < width) forward_values(&a, row * g.width + c, c, width - c);
  }
}

SC_CLONES static void forward_part(const void *context, int part, int parts) {
  const sc_activation *a = context;
  switch (kind_of(a)) {
    case ONE_QUANTIZER: forward_rows(a, ONE_QUANTIZER, part, parts); break;
    case TWO_QUANTIZERS: forward_rows(a, TWO_QUANTIZERS, part, parts); break;
    case NO_QUANTIZER: forward_rows(a, NO_QUANTIZER, part, parts); break;
    default: forward_rows(a, OTHER, part, parts); break;
  }
}

void sc_activation_forward(const sc_activation *a, int threads) {
  sc_run(forward_part, a, sc_pieces(a->rows * a->channels, threads), threads);
}

// Sums of the backward pass.

typedef struct {
  const sc_activation *activation;
  const float *mean;
  double *sums;  // per part: channels of g, channels of g * (x - mean), SC_BRANCHES of step, then
                 // of offset
} sums_job;

// Sums over the rows of a block: of BAND vectors of channels, and of all of them.
typedef struct {
  lanes gradient[BAND], weighted[BAND], steps[SC_BRANCHES], offsets[SC_BRANCHES];
} block_sums;

// Adds what n values at offset i, channel c, contribute, with vector k of the band.
SC_INLINE void add_values(
    const sc_activation *a, const float *means, long i, long c, long n, int k, block_sums *sums) {
  lanes x, v, u, gradient = {0};
  value_at(a, i, c, n, &x, &v, &u);
  for (int j = 0; j < a->branches; j++) {
    lanes dy;
    load(&dy, a->gradient[j] + i, n);
    if (a->quantizes[j]) {
      lanes derivative;
      masks inside;
      step_derivative(&a->quantizer[j], &u, &derivative, &inside);
      sums->steps[j] += dy * derivative;
      if (a->quantizer[j].shifts) sums->offsets[j] += (lanes)(~inside & (masks)dy);
      gradient += (lanes)(inside & (masks)dy);
    } else {
      gradient += dy;
    }
  }
  if (!a->scale) return;
  if (a->rectifies) {
    masks positive = v > 0.0f;
    gradient = (lanes)(positive & (masks)gradient);
  }
  lanes mean;
  load(&mean, means + c, n);
  sums->gradient[k] += gradient;
  sums->weighted[k] += gradient * (x - mean);
}

// What a part adds to.
typedef struct {
  double *gradient, *weighted, *step, *offset;
} totals;

SC_INLINE void add_steps(const sc_activation *a, const block_sums *sums, totals to) {
  for (int k = 0; k < a->branches; k++) {
    if (!a->quantizes[k]) continue;
    to.step[k] += total_of(&sums->steps[k]);
    if (a->quantizer[k].shifts) to.offset[k] += total_of(&sums->offsets[k]);
  }
}

// Adds rows first...last of `vectors` times n channels from c on. n is LANES, or less in a band of
// one.
SC_INLINE void add_band(
    const sc_activation *a, const float *means, long first, long last, long c, int vectors, long n,
    totals to) {
  block_sums sums = {0};
  for (long row = first; row < last; row++) {
    SC_UNROLLED
    for (int k = 0; k < vectors; k++) {
      long at = c + k * LANES;
      add_values(a, means, row * a->channels + at, at, n, k, &sums);
    }
  }
  for (long j = 0; j < (vectors - 1) * LANES + n; j++) {
    to.gradient[c + j] += (double)sums.gradient[j / LANES][j % LANES];
    to.weighted[c + j] += (double)sums.weighted[j / LANES][j % LANES];
  }
  add_steps(a, &sums, to);
}

// Adds a part of a tensor without channel parameters.
SC_INLINE void add_flat(const sc_activation *a, grid g, int part, int parts, totals to) {
  long last = g.rows * (part + 1) / parts;
  for (long row = g.rows * part / parts; row < last; row++) {
    block_sums sums = {0};
    long width = row == g.rows - 1 ? g.last : g.width, c = 0, i = row * g.width;
    for (; c + LANES <= width; c += LANES) add_values(a, NULL, i + c, c, LANES, 0, &sums);
    if (c < width) add_values(a, NULL, i + c, c, width - c, 0, &sums);
    add_steps(a, &sums, to);
  }
}

SC_INLINE void sums_rows(const sums_job *job, kind kind, int part, int parts) {
  const sc_activation a = specialized(job->activation, kind);
  double *gradient = job->sums + part * (2 * a.channels + 2 * SC_BRANCHES);
  totals to = {
      gradient, gradient + a.channels, gradient + 2 * a.channels,
      gradient + 2 * a.channels + SC_BRANCHES};
  if (!a.scale) return add_flat(&a, grid_of(&a), part, parts, to);
  // Rows summed in float32 before they go to double: few, and a block that stays in the first
  // cache.
  long rows = smaller(64, 4096 / a.channels + 8), last = a.rows * (part + 1) / parts;
  for (long block = a.rows * part / parts; block < last; block += rows) {
    long end = smaller(block + rows, last);
    for (long c = 0, vectors; c < a.channels; c += larger(1, vectors) * LANES) {
      vectors = band_of(a.channels - c);
      switch (vectors) {
        case 8: add_band(&a, job->mean, block, end, c, 8, LANES, to); break;
        case 4: add_band(&a, job->mean, block, end, c, 4, LANES, to); break;
        case 2: add_band(&a, job->mean, block, end, c, 2, LANES, to); break;
        case 1: add_band(&a, job->mean, block, end, c, 1, LANES, to); break;
        default: add_band(&a, job->mean, block, end, c, 1, a.channels - c, to);
      }
    }
  }
}

SC_CLONES static void sums_part(const void *context, int part, int parts) {
  const sums_job *job = context;
  switch (kind_of(job->activation)) {
    case ONE_QUANTIZER: sums_rows(job, ONE_QUANTIZER, part, parts); break;
    case TWO_QUANTIZERS: sums_rows(job, TWO_QUANTIZERS, part, parts); break;
    case NO_QUANTIZER: sums_rows(job, NO_QUANTIZER, part, parts); break;
    default: sums_rows(job, OTHER, part, parts); break;
  }
}

void sc_activation_sums(
    const sc_activation *a, const float *mean, double *gradient, double *weighted, double *step,
    double *offset, double *scratch, int threads) {
  int parts = sc_parts(a->rows * a->channels, threads);
  long each = 2 * a->channels + 2 * SC_BRANCHES;
  double *sums = memset(scratch, 0, (unsigned long)(each * parts) * sizeof(double));
  sums_job job = {a, mean, sums};
  sc_run(sums_part, &job, parts, threads);
  for (int part = 1; part < parts; part++) {
    for (long i = 0; i < each; i++) sums[i] += sums[part * each + i];
  }
  if (a->scale) {
    memcpy(gradient, sums, (unsigned long)a->channels * sizeof(double));
    memcpy(weighted, sums + a->channels, (unsigned long)a->channels * sizeof(double));
  }
  const double *steps = sums + 2 * a->channels;
  memcpy(step, steps, (unsigned long)a->branches * sizeof(double));
  memcpy(offset, steps + SC_BRANCHES, (unsigned long)a->branches * sizeof(double));
}

// Gradient of x.

typedef struct {
  const sc_activation *activation;
  const float *mean, *slope, *curve, *offset, *residual;
  float *dx;
} backward_job;

// Floats that are asked for ahead of time: with so many streams at once, one of them written, the
// processor falls behind by itself and takes half as long again.
enum { AHEAD = 512 };

// Writes n values of dx at offset i, channel c.
SC_INLINE void backward_values(
    const sc_activation *a, const backward_job *job, long i, long c, long n) {
  lanes x, v, u, gradient = {0};
  __builtin_prefetch(a->x + i + AHEAD);
  value_at(a, i, c, n, &x, &v, &u);
  for (int k = 0; k < a->branches; k++) {
    lanes dy;
    __builtin_prefetch(a->gradient[k] + i + AHEAD);
    load(&dy, a->gradient[k] + i, n);
    if (a->quantizes[k]) {
      lanes shifted = u - a->quantizer[k].offset;
      masks inside = (shifted > a->quantizer[k].above) & (shifted < a->quantizer[k].below);
      dy = (lanes)(inside & (masks)dy);
    }
    gradient += dy;
  }
  if (a->rectifies) {
    masks positive = v > 0.0f;
    gradient = (lanes)(positive & (masks)gradient);
  }
  if (a->scale) {
    lanes mean, slope, curve, offset;
    load(&mean, job->mean + c, n);
    load(&slope, job->slope + c, n);
    load(&curve, job->curve + c, n);
    load(&offset, job->offset + c, n);
    gradient = slope * gradient + (curve * (x - mean) + offset);
  }
  if (job->residual) {
    lanes residual;
    __builtin_prefetch(job->residual + i + AHEAD);
    load(&residual, job->residual + i, n);
    gradient += residual;
  }
  store(job->dx + i, &gradient, n);
}

SC_INLINE void backward_rows(const backward_job *context, kind kind, int part, int parts) {
  const backward_job job = *context;
  const sc_activation a = specialized(job.activation, kind);
  grid g = grid_of(&a);
  long last = g.rows * (part + 1) / parts;
  for (long row = g.rows * part / parts; row < last; row++) {
    long width = row == g.rows - 1 ? g.last : g.width, c = 0;
    for (; c + LANES <= width; c += LANES) backward_values(&a, &job, row * g.width + c, c, LANES);
    if (c < width) backward_values(&a, &job, row * g.width + c, c, width - c);
  }
}

SC_CLONES static void backward_part(const void *context, int part, int parts) {
  const backward_job *job = context;
  switch (kind_of(job->activation)) {
    case ONE_QUANTIZER: backward_rows(job, ONE_QUANTIZER, part, parts); break;
    case TWO_QUANTIZERS: backward_rows(job, TWO_QUANTIZERS, part, parts); break;
    case NO_QUANTIZER: backward_rows(job, NO_QUANTIZER, part, parts); break;
    default: backward_rows(job, OTHER, part, parts); break;
  }
}

void sc_activation_backward(
    const sc_activation *a, const float *mean, const float *slope, const float *curve,
    const float *offset, const float *residual, float *dx, int threads) {
  backward_job job = {a, mean, slope, curve, offset, residual, dx};
  sc_run(backward_part, &job, sc_pieces(a->rows * a->channels, threads), threads);
}
