#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

// A bfloat16 is the upper half of a float32.

typedef uint32_t words __attribute__((vector_size(64), aligned(4)));
typedef uint16_t halves __attribute__((vector_size(32), aligned(2)));
typedef int8_t signed_bytes __attribute__((vector_size(16), aligned(1)));

SC_INLINE void store_upper_halves(uint16_t *p, const words *bits, long n) {
  halves upper = __builtin_convertvector(*bits >> 16, halves);
  if (n == LANES) {
    *(halves *)p = upper;
  } else {
    memcpy(p, &upper, (unsigned long)n * sizeof(uint16_t));
  }
}

typedef struct {
  const float *x;
  uint16_t *output;
  long count;
  float factor;
} rounding_job;

SC_CLONES static void round_part(const void *context, int part, int parts) {
  const rounding_job job = *(const rounding_job *)context;
  long blocks = (job.count + LANES - 1) / LANES;
  for (long b = blocks * part / parts; b < blocks * (part + 1) / parts; b++) {
    long n = smaller(LANES, job.count - b * LANES);
    lanes x;
    load(&x, job.x + b * LANES, n);
    x *= job.factor;
    words bits = (words)x, is_number = (words)(x == x);
    // To the nearest, a tie to the even one. What is no number must not be carried into infinity or
    // zero.
    words nearest = bits + 0x7fff + (bits >> 16 & 1), quiet = bits | 0x400000;
    bits = (nearest & is_number) | (quiet & ~is_number);
    store_upper_halves(job.output + b * LANES, &bits, n);
  }
}

void sc_round_to_bfloat16(const float *x, long count, float factor, uint16_t *output, int threads) {
  rounding_job job = {x, output, count, factor};
  sc_run(round_part, &job, sc_pieces(count, threads), threads);
}

typedef struct {
  const uint8_t *codes;
  uint16_t *output;
  long count;
} codes_job;

SC_CLONES static void codes_part(const void *context, int part, int parts) {
  const codes_job job = *(const codes_job *)context;
  long blocks = (job.count + LANES - 1) / LANES;
  for (long b = blocks * part / parts; b < blocks * (part + 1) / parts; b++) {
    long n = smaller(LANES, job.count - b * LANES);
    signed_bytes codes = {0};
    memcpy(&codes, job.codes + b * LANES, (unsigned long)n);
    lanes values = __builtin_convertvector(codes, lanes);
    words bits = (words)values;
    store_upper_halves(job.output + b * LANES, &bits, n);
  }
}

void sc_codes_to_bfloat16(const uint8_t *codes, long count, uint16_t *output, int threads) {
  codes_job job = {codes, output, count};
  sc_run(codes_part, &job, sc_pieces(count, threads), threads);
}
