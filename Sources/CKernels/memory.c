#include <malloc.h>

#include "CKernels.h"

void sc_return_large_blocks(void) {
  // A fixed threshold: by itself malloc raises it to the largest block freed so far, and keeps
  // larger and larger ones in the arena of each thread that trained, some 150 MB more with every
  // job of a worker.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
}
