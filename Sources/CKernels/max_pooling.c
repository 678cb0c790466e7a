#include <math.h>

#include "CKernels.h"
#include "parallel.h"
#include "vectors.h"

typedef struct {
  const float *input;  // x, or dy going backward
  float *output;       // y, or dx
  uint8_t *place;
  const float *scale;     // forward: those of the channels, or null
  const sc_affine *base;  // backward: what dx begins with, or null for zero
  sc_pooling sizes;
} max_job;

// The part of a window along one axis that lies within the input: first...last of its size.
typedef struct {
  long origin, first, last;
} span;

SC_INLINE span span_at(long output, long length, const sc_pooling *p) {
  long origin = output * p->stride - p->padding;
  return (span){origin, origin < 0 ? -origin : 0, smaller(p->size, length - origin)};
}

SC_INLINE void store_places(uint8_t *p, const masks *place, long n) {
  bytes low = __builtin_convertvector(*place, bytes);
  if (n == LANES) {
    *(bytes *)p = low;
  } else {
    memcpy(p, &low, (unsigned long)n);
  }
}

SC_INLINE void load_places(masks *out, const uint8_t *p, long n) {
  bytes low = {0};
  memcpy(&low, p, (unsigned long)n);
  *out = __builtin_convertvector(low, masks);
}

SC_INLINE void highest_of_window(
    const max_job *job, const float *x, span rows, span columns, long c, long output) {
  const sc_pooling *p = &job->sizes;
  long n = smaller(LANES, p->channels - c);
  lanes none = {0}, best = none - INFINITY, scale;
  // The sign bit of channels of which the lowest is wanted: turned round, it is the highest.
  masks flip = {0};
  if (job->scale) {
    load(&scale, job->scale + c, n);
    flip = (scale < 0.0f) & (int)0x80000000;
  }
  // The first within the image, should none be above minus infinity.
  masks place = (masks){0} + (int)(rows.first * p->size + columns.first);
  for (long u = rows.first; u < rows.last; u++) {
    for (long v = columns.first; v < columns.last; v++) {
      lanes value;
      const float *from = x + ((rows.origin + u) * p->width + columns.origin + v) * p->channels + c;
      // What windows further on read first: the processor sees no pattern in so many rows and
      // channels.
      if (v >= p->size - p->stride) __builtin_prefetch(from + 4 * p->stride * p->channels);
      load(&value, from, n);
      value = (lanes)((masks)value ^ flip);
      // NaN stays once it is found: nothing is above it.
      masks higher = (value > best) | (value != value);
      select_lanes(&best, &higher, &value, &best);
      masks here = (masks){0} + (int)(u * p->size + v);
      place = (higher & here) | (~higher & place);
    }
  }
  best = (lanes)((masks)best ^ flip);
  store(job->output + output * p->channels + c, &best, n);
  store_places(job->place + output * p->channels + c, &place, n);
}

SC_CLONES static void forward_part(const void *context, int part, int parts) {
  const max_job job = *(const max_job *)context;
  sc_pooling p = job.sizes;
  long all = p.examples * p.out_height;
  for (long row = all * part / parts; row < all * (part + 1) / parts; row++) {
    long example = row / p.out_height;
    const float *x = job.input + example * p.height * p.width * p.channels;
    span rows = span_at(row % p.out_height, p.height, &p);
    for (long j = 0; j < p.out_width; j++) {
      span columns = span_at(j, p.width, &p);
      for (long c = 0; c < p.channels; c += LANES) {
        highest_of_window(&job, x, rows, columns, c, row * p.out_width + j);
      }
    }
  }
}

SC_INLINE void return_to_window(
    const max_job *job, float *dx, span rows, span columns, long c, long output) {
  const sc_pooling *p = &job->sizes;
  long n = smaller(LANES, p->channels - c);
  lanes gradient;
  masks place;
  load(&gradient, job->input + output * p->channels + c, n);
  load_places(&place, job->place + output * p->channels + c, n);
  for (long u = rows.first; u < rows.last; u++) {
    for (long v = columns.first; v < columns.last; v++) {
      float *to = dx + ((rows.origin + u) * p->width + columns.origin + v) * p->channels + c;
      masks found = place == (int)(u * p->size + v);
      lanes sum;
      load(&sum, to, n);
      sum += (lanes)(found & (masks)gradient);
      store(to, &sum, n);
    }
  }
}

// Rows first...last of all of dx: curve * (x - mean) + offset, or zero.
SC_INLINE void begin_rows(const max_job *job, long first, long last) {
  const sc_affine *base = job->base;
  long channels = job->sizes.channels, width = job->sizes.width * channels;
  float *dx = job->output + first * width, *end = job->output + last * width;
  if (!base) {
    memset(dx, 0, (unsigned long)(end - dx) * sizeof(float));
    return;
  }
  for (const float *x = base->x + first * width; dx < end; x += channels, dx += channels) {
    for (long c = 0; c < channels; c += LANES) {
      long n = smaller(LANES, channels - c);
      lanes value, mean, curve, offset;
      load(&value, x + c, n);
      load(&mean, base->mean + c, n);
      load(&curve, base->curve + c, n);
      load(&offset, base->offset + c, n);
      value = curve * (value - mean) + offset;
      store(dx + c, &value, n);
    }
  }
}

SC_CLONES static void backward_part(const void *context, int part, int parts) {
  const max_job job = *(const max_job *)context;
  sc_pooling p = job.sizes;
  long size = p.height * p.width * p.channels;
  // Windows may overlap, so an example is not shared between threads.
  for (long e = p.examples * part / parts; e < p.examples * (part + 1) / parts; e++) {
    float *dx = job.output + e * size;
    // Rows are begun as windows come to them, while they are in the cache.
    long begun = 0;
    for (long i = 0; i < p.out_height; i++) {
      span rows = span_at(i, p.height, &p);
      long reached = rows.origin + rows.last;
      if (reached > begun) begin_rows(&job, e * p.height + begun, e * p.height + reached);
      begun = larger(begun, reached);
      for (long j = 0; j < p.out_width; j++) {
        span columns = span_at(j, p.width, &p);
        for (long c = 0; c < p.channels; c += LANES) {
          return_to_window(&job, dx, rows, columns, c, (e * p.out_height + i) * p.out_width + j);
        }
      }
    }
    begin_rows(&job, e * p.height + begun, (e + 1) * p.height);
  }
}

static int pieces_of(const sc_pooling *p, int threads) {
  return sc_pieces(p->examples * p->height * p->width * p->channels, threads);
}

void sc_max_forward(
    const float *x, const float *scale, float *output, uint8_t *place, sc_pooling p, int threads) {
  max_job job = {x, output, place, scale, NULL, p};
  sc_run(forward_part, &job, pieces_of(&p, threads), threads);
}

void sc_max_backward(
    const float *dy, const uint8_t *place, const sc_affine *base, float *dx, sc_pooling p,
    int threads) {
  max_job job = {dy, dx, (uint8_t *)place, NULL, base, p};
  sc_run(backward_part, &job, pieces_of(&p, threads), threads);
}
