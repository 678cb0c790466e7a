#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

typedef struct {
  const float *input;
  float *output;
  long count;
  uint32_t threshold;
  float factor;
  uint64_t key;
} dropout_job;

// SplitMix64 (Steele, Lea and Flood, 2014) at a given place of its sequence.
SC_INLINE uint32_t hash(uint64_t key, uint64_t place) {
  uint64_t word = key + (place + 1) * 0x9e3779b97f4a7c15u;
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9u;
  word = (word ^ (word >> 27)) * 0x94d049bb133111ebu;
  return (uint32_t)((word ^ (word >> 31)) >> 32);
}

SC_CLONES static void dropout_part(const void *context, int part, int parts) {
  const dropout_job job = *(const dropout_job *)context;
  for (long i = job.count * part / parts; i < job.count * (part + 1) / parts; i++) {
    job.output[i] = hash(job.key, (uint64_t)i) >= job.threshold ? job.input[i] * job.factor : 0.0f;
  }
}

void sc_dropout(
    const float *x, float *output, long count, float probability, uint64_t key, int threads) {
  uint32_t threshold = (uint32_t)((double)probability * 4294967296.0);
  dropout_job job = {x, output, count, threshold, 1.0f / (1.0f - probability), key};
  sc_run(dropout_part, &job, sc_pieces(count, threads), threads);
}
