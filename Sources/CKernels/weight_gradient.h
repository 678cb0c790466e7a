// Gradients of weights the plain way, for one instruction set and arithmetic: POSITIONS of outputs
// that are multiplied at once, and by `add_product` how.
//
// What a row of the kernel reads for one output are kernel_width * inputs values side by side: its
// taps. Sums are kept in registers for up to MOST_TAPS of them x COLUMNS * LANES outputs, while a
// chunk of output positions goes by.
#pragma once

#include "parallel.h"
#include "products.h"

// Positions of a chunk: those of whole rows, few enough that their outputs stay in the first cache
// while all taps go by, but more where the sums, read and written once a chunk, do not stay in the
// second.
enum { SHORT_CHUNK = 224, LONG_CHUNK = 288, DIRECT_SUMS_IN_CACHE = 65536 };
// Inputs are taken for a band of chunks at once, as those read rows in common: as many as stay in
// the second cache.
enum { BAND_FLOATS = 32768, MOST_CHUNKS = 8 };
// Inputs that are taken at once at most, for the same reason.
enum { PANEL = 64 };

// Sums so many that parts share out the outputs, and not the rows, for which each would need its
// own.
enum { DIRECT_SHARED_SUMS = 1 << 19 };

typedef struct {
  sc_input x;
  const float *dy;
  float *sums;  // per part, or shared: [outputs / LANES][panels][kernel_height][taps][LANES]
  float *room;  // per part: `room_size` floats
  long room_size;
  sc_convolution shape;
  int by_outputs;  // whether parts share out the outputs, not the rows
} direct_job;

// What a part does: all rows of all images for some outputs, or some rows for all outputs, with
// sums of its own.
typedef struct {
  long row, last_row, output, last_output;
  float *sums;
} direct_share;

// Rows first...last of all outputs, and what they read of a panel of inputs.
typedef struct {
  long first, last;
  long input, inputs;  // the first of the panel, and how many it has
  float *room;         // rows of these inputs, with columns of padding
  long origin;         // which row of all inputs is the first there
} band;

// Some of a band's rows, and some outputs of theirs, those of a position next to those of the last.
typedef struct {
  long first, last;
  const float *dy;
} chunk;

// Positions whose outputs are fetched into the second cache, `step` for every block of taps, before
// their chunk comes: memory has the time that the sums take.
typedef struct {
  long position, last_position, step;
} ahead;

static long direct_sums(const sc_convolution *s) {
  return s->outputs * s->inputs * s->kernel_height * s->kernel_width;
}

SC_INLINE long panels_of(const sc_convolution *s) { return (s->inputs + PANEL - 1) / PANEL; }

// Columns of input that some output reads, those of padding too.
SC_INLINE long columns_of(const sc_convolution *s) {
  return (s->out_width - 1) * s->stride + s->kernel_width;
}

static long chunk_rows(const sc_convolution *s) {
  long positions = direct_sums(s) > DIRECT_SUMS_IN_CACHE ? LONG_CHUNK : SHORT_CHUNK;
  return (positions + s->out_width - 1) / s->out_width;
}

static long band_rows(const sc_convolution *s) {
  long rows = chunk_rows(s);
  long chunks = BAND_FLOATS / (rows * s->stride * columns_of(s) * s->inputs);
  return rows * larger(1, smaller(chunks, MOST_CHUNKS));
}

// The first row of all inputs that row `row` of all outputs reads, and the one after the last.
SC_INLINE long first_input(const sc_convolution *s, long row) {
  long y = row % s->out_height * s->stride - s->padding_height;
  return row / s->out_height * s->height + larger(y, 0);
}

SC_INLINE long last_input(const sc_convolution *s, long row) {
  long y = row % s->out_height * s->stride - s->padding_height + s->kernel_height;
  return row / s->out_height * s->height + smaller(y, s->height);
}

// Floats of what a band reads at most, as a multiple of LANES: each image that it touches may add
// rows above and below those that its outputs share.
static long input_room(const sc_convolution *s) {
  long rows = band_rows(s), images = (rows + s->out_height - 2) / s->out_height + 1;
  long most = smaller(rows * s->stride + images * s->kernel_height, images * s->height);
  return (most * columns_of(s) * smaller(s->inputs, PANEL) + LANES - 1) / LANES * LANES;
}

// Floats of a part: inputs of a band, and outputs of a chunk.
static long direct_room(const sc_convolution *s) {
  return input_room(s) + chunk_rows(s) * s->out_width * COLUMNS * LANES;
}

// to = `count` values of the input, from the value `from` on.
SC_INLINE void take_values(const sc_input *input, long from, long count, float *to) {
  if (input->values) {
    const float *x = input->values + from;
    for (; count >= LANES; count -= LANES, x += LANES, to += LANES) {
      *(lanes *)to = *(const lanes *)x;
    }
    for (; count > 0; count--) *to++ = *x++;
  } else {
    // x ^ 128 - 128 is the signed byte with the bits of x.
    const uint8_t *codes = input->codes + from;
    int sign = input->has_signs ? 0x80 : 0;
    for (; count >= LANES; count -= LANES, codes += LANES, to += LANES) {
      masks values = __builtin_convertvector(*(const bytes *)codes, masks);
      *(lanes *)to = __builtin_convertvector((values ^ sign) - sign, lanes);
    }
    for (; count > 0; count--) *to++ = (float)((*codes++ ^ sign) - sign);
  }
}

// Fills the band's room.
SC_TARGET SC_INLINE void take_rows(const direct_job *job, const band *rows) {
  const sc_convolution *s = &job->shape;
  long columns = columns_of(s), inputs = rows->inputs, left = s->padding_width;
  long taken = smaller(s->width, columns - left), right = columns - left - taken;
  long end = last_input(s, rows->last - 1);
  float *to = rows->room;
  for (long row = rows->origin; row < end; row++, to += columns * inputs) {
    // Kernels further apart than they are high leave out rows.
    if ((row % s->height + s->padding_height) % s->stride >= s->kernel_height) continue;
    long from = row * s->width * s->inputs + rows->input;
    float *image = to + left * inputs;
    memset(to, 0, (unsigned long)(left * inputs) * sizeof(float));
    if (inputs == s->inputs) {
      take_values(&job->x, from, taken * inputs, image);
    } else {
      for (long column = 0; column < taken; column++) {
        take_values(&job->x, from + column * s->inputs, inputs, image + column * inputs);
      }
    }
    memset(image + taken * inputs, 0, (unsigned long)(right * inputs) * sizeof(float));
    join_inputs(to, columns * inputs, s->stride * inputs);
  }
}

// Has `columns` times LANES outputs, from `output` on, side by side in `room`, unless they already
// are: channels far apart would fall into a few sets of the cache.
SC_TARGET SC_INLINE void take_outputs(
    const direct_job *job, chunk *now, long output, int columns, float *room) {
  const sc_convolution *s = &job->shape;
  const float *from = job->dy + now->first * s->out_width * s->outputs + output;
  now->dy = from;
  if (POSITIONS == 1 && s->outputs == columns * LANES) return;
  now->dy = room;
  lanes carry[COLUMNS] = {0};
  for (long row = now->first; row < now->last; row++) {
    for (long left = s->out_width; left > 0; left -= POSITIONS, room += columns * LANES) {
      SC_UNROLLED
      for (int j = 0; j < columns; j++) {
        const float *next = left > 1 ? from + s->outputs + j * LANES : 0;
        join_outputs(room + j * LANES, from + j * LANES, next, &carry[j]);
      }
      from += smaller(left, POSITIONS) * s->outputs;
    }
  }
}

SC_INLINE void fetch_outputs(const direct_job *job, const direct_share *mine, ahead *next) {
  const sc_convolution *s = &job->shape;
  long end = smaller(next->position + next->step, next->last_position);
  for (; next->position < end; next->position++) {
    const float *dy = job->dy + next->position * s->outputs;
    for (long o = mine->output; o < mine->last_output; o += LANES) __builtin_prefetch(dy + o, 0, 2);
  }
}

// Adds the products of `columns` times LANES outputs and `count` taps, from `tap` on, of row u of
// the kernel. Sums are `apart` floats from a column to the next.
SC_TARGET SC_INLINE void add_taps(
    const sc_convolution *s, const band *rows, const chunk *now, long u, long tap, float *sums,
    long apart, int count, int columns) {
  lanes sum[COLUMNS][MOST_TAPS];
  SC_UNROLLED
  for (int j = 0; j < columns; j++) {
    SC_UNROLLED
    for (int k = 0; k < count; k++) sum[j][k] = *(const lanes *)(sums + j * apart + k * LANES);
  }
  long step = POSITIONS * s->stride * rows->inputs, pitch = columns_of(s) * rows->inputs;
  long steps = (s->out_width + POSITIONS - 1) / POSITIONS;
  long i = now->first % s->out_height;
  long image = now->first / s->out_height * s->height - rows->origin;
  for (long row = now->first; row < now->last; row++, i++) {
    if (i == s->out_height) {
      i = 0;
      image += s->height;
    }
    long y = i * s->stride + u - s->padding_height;
    if (y < 0 || y >= s->height) continue;
    const float *x = rows->room + (image + y) * pitch + tap;
    const float *dy = now->dy + (row - now->first) * steps * columns * LANES;
    for (long left = steps; left > 0; left--, x += step, dy += columns * LANES) {
      SC_UNROLLED
      for (int k = 0; k < count; k++) {
        SC_UNROLLED
        for (int j = 0; j < columns; j++) add_product(&sum[j][k], dy + j * LANES, x[k]);
      }
    }
  }
  SC_UNROLLED
  for (int j = 0; j < columns; j++) {
    SC_UNROLLED
    for (int k = 0; k < count; k++) *(lanes *)(sums + j * apart + k * LANES) = sum[j][k];
  }
}

// The same for all taps of all rows of the kernel.
SC_TARGET SC_INLINE void add_rows(
    const direct_job *job, const direct_share *mine, const band *rows, const chunk *now,
    ahead *next, float *sums, long apart, int columns) {
  const sc_convolution *s = &job->shape;
  long taps = s->kernel_width * rows->inputs;
  for (long u = 0; u < s->kernel_height; u++) {
    long tap = 0;
    for (long blocks = (taps + MOST_TAPS - 1) / MOST_TAPS; blocks > 0; blocks--) {
      long count = (taps - tap + blocks - 1) / blocks;
      fetch_outputs(job, mine, next);
      // A constant count lets the compiler keep the sums in registers.
      switch (count) {
#define SC_ADD(constant) \
  case constant: add_taps(s, rows, now, u, tap, sums, apart, constant, columns); break;
        SC_EACH_COUNT(SC_ADD)
#undef SC_ADD
      }
      tap += count;
      sums += count * LANES;
    }
  }
}

SC_INLINE direct_share direct_share_of(const direct_job *job, int part, int parts) {
  const sc_convolution *s = &job->shape;
  long rows = s->batch * s->out_height, blocks = s->outputs / LANES;
  if (job->by_outputs) {
    return (direct_share){
        0, rows, blocks * part / parts * LANES, blocks * (part + 1) / parts * LANES, job->sums};
  }
  return (direct_share){
      rows * part / parts, rows * (part + 1) / parts, 0, s->outputs,
      job->sums + part * direct_sums(s)};
}

// What is to be fetched while the chunk's sums for one of the panels are made: a part of the next
// chunk's outputs. Where all outputs are side by side they are read as they lie, for which the
// processor fetches well by itself.
SC_INLINE ahead ahead_of(
    const sc_convolution *s, const direct_share *mine, const band *rows, const chunk *now,
    long panel) {
  if (s->outputs <= COLUMNS * LANES) return (ahead){0, 0, 0};
  long columns = (mine->last_output - mine->output + COLUMNS * LANES - 1) / (COLUMNS * LANES);
  long taps = s->kernel_width * rows->inputs;
  long blocks = columns * s->kernel_height * ((taps + MOST_TAPS - 1) / MOST_TAPS);
  long first = now->last * s->out_width, panels = panels_of(s);
  long count = smaller(chunk_rows(s), mine->last_row - now->last) * s->out_width;
  ahead next = {first + count * panel / panels, first + count * (panel + 1) / panels, 0};
  next.step = (next.last_position - next.position + blocks - 1) / blocks;
  return next;
}

// Adds the products of a chunk and the panel of inputs whose sums are `sums`.
SC_TARGET SC_INLINE void add_chunk(
    const direct_job *job, const direct_share *mine, const band *rows, chunk *now, ahead *next,
    float *sums) {
  const sc_convolution *s = &job->shape;
  float *room = rows->room + input_room(s);
  long each = direct_sums(s) / s->outputs, apart = each * LANES, o = mine->output;
  for (; mine->last_output - o >= COLUMNS * LANES; o += COLUMNS * LANES) {
    take_outputs(job, now, o, COLUMNS, room);
    add_rows(job, mine, rows, now, next, sums + o * each, apart, COLUMNS);
  }
  for (; o < mine->last_output; o += LANES) {
    take_outputs(job, now, o, 1, room);
    add_rows(job, mine, rows, now, next, sums + o * each, apart, 1);
  }
}

SC_TARGET static void direct_part(const void *context, int part, int parts) {
  const direct_job job = *(const direct_job *)context;
  const sc_convolution *s = &job.shape;
  direct_share mine = direct_share_of(&job, part, parts);
  long each = direct_sums(s) / s->outputs, panels = panels_of(s), height = chunk_rows(s);
  memset(
      mine.sums + mine.output * each, 0,
      (unsigned long)((mine.last_output - mine.output) * each) * sizeof(float));
  band rows = {.room = job.room + part * job.room_size};
  for (rows.first = mine.row; rows.first < mine.last_row; rows.first = rows.last) {
    rows.last = smaller(rows.first + band_rows(s), mine.last_row);
    rows.origin = first_input(s, rows.first);
    for (long panel = 0; panel < panels; panel++) {
      rows.input = s->inputs * panel / panels;
      rows.inputs = s->inputs * (panel + 1) / panels - rows.input;
      take_rows(&job, &rows);
      float *sums = mine.sums + rows.input * s->kernel_height * s->kernel_width * LANES;
      for (long row = rows.first; row < rows.last; row += height) {
        chunk now = {.first = row, .last = smaller(row + height, rows.last)};
        ahead next = ahead_of(s, &mine, &rows, &now, panel);
        add_chunk(&job, &mine, &rows, &now, &next, sums);
      }
    }
  }
}

typedef struct {
  const float *sums;
  float *weights, scale;
  sc_convolution shape;
  int addends;  // sums to add up, one after another
} direct_arrange_job;

// Adds up what the parts found, and puts it in the order of weights: O, I, H, W.
SC_TARGET static void direct_arrange_part(const void *context, int part, int parts) {
  const direct_arrange_job job = *(const direct_arrange_job *)context;
  const sc_convolution *s = &job.shape;
  long kernel = s->kernel_height * s->kernel_width, size = direct_sums(s);
  long each = s->inputs * kernel, blocks = s->outputs / LANES, panels = panels_of(s);
  // A piece is a panel of inputs of LANES outputs.
  long pieces = blocks * panels;
  for (long piece = pieces * part / parts; piece < pieces * (part + 1) / parts; piece++) {
    long o = piece / panels * LANES, panel = piece % panels;
    long first = s->inputs * panel / panels, last = s->inputs * (panel + 1) / panels;
    for (long c = first; c < last; c++) {
      const float *from = job.sums + o * each + (first * kernel + c - first) * LANES;
      float *to = job.weights + o * each + c * kernel;
      for (long k = 0; k < kernel; k++, from += (last - first) * LANES) {
        lanes sum = *(const lanes *)from;
        for (int more = 1; more < job.addends; more++) sum += *(const lanes *)(from + more * size);
        sum *= job.scale;
        SC_UNROLLED
        for (int lane = 0; lane < LANES; lane++) to[lane * each + k] = sum[lane];
      }
    }
  }
}

static int direct_shares_outputs(const sc_convolution *s, int threads) {
  return shares_outputs(s, direct_sums(s), DIRECT_SHARED_SUMS, threads);
}

static long direct_scratch(sc_convolution s, int threads) {
  int sums = direct_shares_outputs(&s, threads) ? 1 : threads;
  return sums * direct_sums(&s) + threads * direct_room(&s) + LANES;
}

static void direct_gradient(
    sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads) {
  int by_outputs = direct_shares_outputs(&s, threads), addends = by_outputs ? 1 : threads;
  long size = direct_sums(&s);
  // From the start of a line of the cache on, no LANES lie in two.
  float *sums = (float *)(((uintptr_t)scratch + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE);
  direct_job job = {x, dy, sums, sums + addends * size, direct_room(&s), s, by_outputs};
  sc_run(direct_part, &job, by_outputs ? smaller(threads, s.outputs / LANES) : threads, threads);
  direct_arrange_job arranging = {sums, dw, x.scale, s, addends};
  sc_run(direct_arrange_part, &arranging, sc_pieces(size, threads), threads);
}
