#include "parallel.h"

#include <stdatomic.h>

#include "CKernels.h"

// libgomp's entry points, as GCC calls them for `#pragma omp parallel`; Swift's clang has no OpenMP
// of its own.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern void omp_set_num_threads(int threads);
extern void omp_set_dynamic(int is_dynamic);
extern int omp_get_thread_limit(void);

typedef struct {
  sc_work work;
  const void *context;
  int parts;
  atomic_int next;
} region;

static void run_parts(void *data) {
  region *r = data;
  // A pool smaller than asked for still does every part, so results do not depend on it.
  for (;;) {
    int part = atomic_fetch_add_explicit(&r->next, 1, memory_order_relaxed);
    if (part >= r->parts) return;
    r->work(r->context, part, r->parts);
  }
}

void sc_run(sc_work work, const void *context, int parts, int threads) {
  region r = {work, context, parts, 0};
  if (parts == 1 || threads == 1) {
    for (int part = 0; part < parts; part++) work(context, part, parts);
  } else {
    GOMP_parallel(run_parts, &r, (unsigned)(parts < threads ? parts : threads), 0);
  }
}

int sc_thread(void) { return omp_get_thread_num(); }

// Of `count` values, so many parts that each is worth starting.
static int worthwhile(long count, int most) {
  // A region costs about 3 us, the time to stream some 16 thousand floats.
  long parts = count / 16384;
  if (parts < 1) return 1;
  return parts < most ? (int)parts : most;
}

int sc_parts(long count, int threads) { return worthwhile(count, threads); }

int sc_pieces(long count, int threads) { return worthwhile(count, threads == 1 ? 1 : 8 * threads); }

void sc_use_threads(int threads) {
  // Some of oneDNN's code waits for every thread that it was planned for: for ever, if the pool
  // were smaller on a busy machine, as OMP_DYNAMIC asks.
  omp_set_dynamic(0);
  omp_set_num_threads(threads);
}

int sc_most_threads(void) { return omp_get_thread_limit(); }
