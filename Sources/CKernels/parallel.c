#include "parallel.h"

#include "CKernels.h"

// libgomp's entry points, as GCC calls them for `#pragma omp parallel`; Swift's clang has no OpenMP
// of its own.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern void omp_set_num_threads(int threads);

typedef struct {
  sc_work work;
  const void *context;
  int parts;
} region;

static void run_parts(void *data) {
  const region *r = data;
  // A pool smaller than asked for still does every part, so results do not depend on it.
  int step = omp_get_num_threads();
  for (int part = omp_get_thread_num(); part < r->parts; part += step) {
    r->work(r->context, part, r->parts);
  }
}

void sc_run(sc_work work, const void *context, int parts) {
  if (parts == 1) {
    work(context, 0, 1);
    return;
  }
  region r = {work, context, parts};
  GOMP_parallel(run_parts, &r, (unsigned)parts, 0);
}

int sc_parts(long count, int threads) {
  // A region costs about 3 us, the time to stream some 16 thousand floats.
  long worthwhile = count / 16384;
  if (worthwhile < 1) return 1;
  return worthwhile < threads ? (int)worthwhile : threads;
}

void sc_use_threads(int threads) { omp_set_num_threads(threads); }
