#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

// Sums are kept in registers for a block of inputs x LANES outputs at one tap of the kernel, while
// a chunk of output positions goes by. A chunk is small enough that what the taps and blocks of
// LANES x LANES channels read of it stays in the first cache.

enum { BLOCK = 6 };

// Positions of a chunk: more where the sums themselves, read and written once a chunk, do not stay
// in the second cache.
enum { SHORT_CHUNK = 64, LONG_CHUNK = 160, SUMS_IN_CACHE = 65536 };
// Of all threads together, where each has sums of its own.
enum { MOST_SUMS = 1 << 21 };

typedef struct {
  const float *x;        // the input, or null:
  const uint8_t *codes;  // its codes
  const float *dy;
  float *sums;  // per part: [outputs / LANES][inputs][taps][LANES]
  float *room;  // per part: `room_size` floats for LANES channels of a chunk's input
  long room_size;
  sc_convolution shape;
  int by_outputs;  // whether parts share out the outputs, not the positions
} weight_job;

// Rows first...last of all outputs, and their input: rows from `base` on, of which the first is row
// `origin` of all inputs, `pitch` floats from a pixel to the next.
typedef struct {
  long first, last;
  const float *base;
  long origin, pitch;
} chunk;

static long sums_of(const sc_convolution *s) {
  return s->outputs * s->inputs * s->kernel_height * s->kernel_width;
}

static long chunk_rows(const sc_convolution *s) {
  long positions = sums_of(s) > SUMS_IN_CACHE ? LONG_CHUNK : SHORT_CHUNK;
  return positions / (s->out_width * s->stride) + 1;
}

// The tap u, v of the kernel, from the chunk's channel c on, LANES outputs from o on.
SC_INLINE void add_products(
    const weight_job *job, chunk rows, long u, long v, long c, long o, int count, float *sums,
    long apart) {
  const sc_convolution *s = &job->shape;
  lanes sum[BLOCK];
  for (int k = 0; k < count; k++) sum[k] = *(const lanes *)(sums + k * apart);
  // The columns whose input lies within the image.
  long left = s->padding_width - v, right = s->width - 1 + left;
  long begin = left > 0 ? (left + s->stride - 1) / s->stride : 0;
  long end = right < 0 ? 0 : smaller(s->out_width, right / s->stride + 1);
  long step = s->stride * rows.pitch;
  long i = rows.first % s->out_height;
  long image = rows.first / s->out_height * s->height - rows.origin;
  for (long row = rows.first; row < rows.last; row++, i++) {
    if (i == s->out_height) {
      i = 0;
      image += s->height;
    }
    long y = i * s->stride + u - s->padding_height;
    if (y < 0 || y >= s->height) continue;
    const float *x =
        rows.base + ((image + y) * s->width + begin * s->stride - left) * rows.pitch + c;
    const float *dy = job->dy + (row * s->out_width + begin) * s->outputs + o;
    for (long j = begin; j < end; j++, x += step, dy += s->outputs) {
      lanes gradient = *(const lanes *)dy;
      for (int k = 0; k < count; k++) sum[k] += gradient * x[k];
    }
  }
  for (int k = 0; k < count; k++) *(lanes *)(sums + k * apart) = sum[k];
}

// All taps of LANES outputs from o on and `count` inputs, in the chunk from channel c on.
SC_INLINE void add_block(
    const weight_job *job, chunk rows, long c, long count, long o, float *sums) {
  const sc_convolution *s = &job->shape;
  long taps = s->kernel_height * s->kernel_width, apart = taps * LANES;
  for (long u = 0; u < s->kernel_height; u++) {
    for (long v = 0; v < s->kernel_width; v++) {
      for (long done = 0, blocks = (count + BLOCK - 1) / BLOCK; blocks > 0; blocks--) {
        long now = (count - done + blocks - 1) / blocks, at = c + done;
        float *to = sums + done * apart + (u * s->kernel_width + v) * LANES;
        // A constant count lets the compiler keep the sums in registers.
        switch (now) {
          case 6: add_products(job, rows, u, v, at, o, 6, to, apart); break;
          case 5: add_products(job, rows, u, v, at, o, 5, to, apart); break;
          case 4: add_products(job, rows, u, v, at, o, 4, to, apart); break;
          case 3: add_products(job, rows, u, v, at, o, 3, to, apart); break;
          case 2: add_products(job, rows, u, v, at, o, 2, to, apart); break;
          default: add_products(job, rows, u, v, at, o, 1, to, apart); break;
        }
        done += now;
      }
    }
  }
}

// The first row of all inputs that row `row` of all outputs reads, and the one after the last.
static long first_input(const sc_convolution *s, long row) {
  long y = row % s->out_height * s->stride - s->padding_height;
  return row / s->out_height * s->height + (y > 0 ? y : 0);
}

static long last_input(const sc_convolution *s, long row) {
  long y = row % s->out_height * s->stride - s->padding_height + s->kernel_height;
  return row / s->out_height * s->height + smaller(y, s->height);
}

// Makes floats of `count` channels' codes, from c on, in the rows that the chunk reads.
SC_INLINE void take_codes(const weight_job *job, chunk *rows, long c, long count, float *room) {
  const sc_convolution *s = &job->shape;
  rows->origin = first_input(s, rows->first);
  rows->base = room;
  rows->pitch = LANES;
  long end = last_input(s, rows->last - 1) * s->width;
  for (long pixel = rows->origin * s->width; pixel < end; pixel++, room += LANES) {
    bytes code = {0};
    const uint8_t *from = job->codes + pixel * s->inputs + c;
    if (count == LANES) {
      code = *(const bytes *)from;
    } else {
      memcpy(&code, from, (unsigned long)count);
    }
    *(lanes *)room = __builtin_convertvector(__builtin_convertvector(code, masks), lanes);
  }
}

SC_AVX2 static void gradient_part(const void *context, int part, int parts) {
  const weight_job job = *(const weight_job *)context;
  const sc_convolution *s = &job.shape;
  long size = sums_of(s), blocks = s->outputs / LANES, each = size / blocks;
  long taps = s->kernel_height * s->kernel_width, rows = s->batch * s->out_height;
  long first_row = 0, last_row = rows, first_block = 0, last_block = blocks;
  float *sums = job.sums;
  if (job.by_outputs) {
    first_block = blocks * part / parts;
    last_block = blocks * (part + 1) / parts;
  } else {
    first_row = rows * part / parts;
    last_row = rows * (part + 1) / parts;
    sums += part * size;
  }
  memset(
      sums + first_block * each, 0,
      (unsigned long)((last_block - first_block) * each) * sizeof(float));
  long height = chunk_rows(s);
  for (long row = first_row; row < last_row; row += height) {
    chunk now = {row, smaller(row + height, last_row), job.x, 0, s->inputs};
    for (long c = 0; c < s->inputs; c += LANES) {
      long count = smaller(LANES, s->inputs - c);
      if (job.codes) take_codes(&job, &now, c, count, job.room + part * job.room_size);
      for (long block = first_block; block < last_block; block++) {
        add_block(
            &job, now, job.codes ? 0 : c, count, block * LANES,
            sums + block * each + c * taps * LANES);
      }
    }
  }
}

typedef struct {
  const float *sums;
  float *weights, scale;
  long blocks, each;  // of LANES outputs; weights of one output
  int addends;        // sums to add up, one after another
} arrange_job;

// Adds up what the parts found, and puts it in the order of weights: O, I, H, W.
static void arrange_part(const void *context, int part, int parts) {
  const arrange_job job = *(const arrange_job *)context;
  long size = job.blocks * job.each * LANES;
  for (long block = job.blocks * part / parts; block < job.blocks * (part + 1) / parts; block++) {
    for (long i = 0; i < job.each; i++) {
      const float *from = job.sums + (block * job.each + i) * LANES;
      for (long lane = 0; lane < LANES; lane++) {
        float sum = from[lane];
        for (int k = 1; k < job.addends; k++) sum += from[k * size + lane];
        job.weights[(block * LANES + lane) * job.each + i] = sum * job.scale;
      }
    }
  }
}

int sc_has_weight_gradient(sc_convolution s) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && !s.uses_avx512
      && s.outputs % LANES == 0 && s.inputs >= 3 && s.padding_height < s.kernel_height
      && s.padding_width < s.kernel_width;
}

// Outputs are shared out unevenly, or among fewer threads than there are, rather than with sums for
// each thread that are large.
static int shares_outputs(const sc_convolution *s, int threads) {
  return s->outputs / LANES % threads == 0 || sums_of(s) * threads > MOST_SUMS;
}

static long sums_size(const sc_convolution *s, int threads) {
  return sums_of(s) * (shares_outputs(s, threads) ? 1 : threads);
}

// The most that take_codes writes: each image that a chunk touches may add rows above and below
// those it shares.
static long room_size(const sc_convolution *s) {
  long rows = chunk_rows(s), images = (rows + s->out_height - 2) / s->out_height + 1;
  return smaller(rows * s->stride + images * s->kernel_height, images * s->height) * s->width
      * LANES;
}

long sc_weight_gradient_scratch(sc_convolution s, int threads) {
  return sums_size(&s, threads) + threads * room_size(&s);
}

void sc_weight_gradient(
    const float *x, const uint8_t *codes, float scale, const float *dy, float *dw, sc_convolution s,
    float *scratch, int threads) {
  float *room = scratch + sums_size(&s, threads);
  int by_outputs = shares_outputs(&s, threads);
  weight_job job = {x, codes, dy, scratch, room, room_size(&s), s, by_outputs};
  sc_run(gradient_part, &job, by_outputs ? smaller(threads, s.outputs / LANES) : threads, threads);
  arrange_job arranging = {
      scratch, dw, scale, s.outputs / LANES, sums_of(&s) / s.outputs, by_outputs ? 1 : threads};
  sc_run(arrange_part, &arranging, sc_pieces(sums_of(&s), threads), threads);
}
