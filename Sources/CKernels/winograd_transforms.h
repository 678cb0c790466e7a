// The transforms of inputs, for one instruction set: GROUP channels at a time fill a register of
// it, of which they need many.
#pragma once

#include "winograd.h"

typedef float group __attribute__((vector_size(GROUP * sizeof(float)), aligned(4)));

// to = B^T d: six values of six.
SC_INLINE void transform_input(const group *d, long apart, group *to, long to_apart) {
  group d1 = d[apart], d2 = d[2 * apart], d3 = d[3 * apart], d4 = d[4 * apart];
  group even = d4 - 4 * d2, odd = d3 - 4 * d1, far_even = d4 - d2, far_odd = 2 * (d3 - d1);
  to[0] = 4 * (d[0] - d2) + far_even;
  to[to_apart] = even + odd;
  to[2 * to_apart] = even - odd;
  to[3 * to_apart] = far_even + far_odd;
  to[4 * to_apart] = far_even - far_odd;
  to[5 * to_apart] = d[5 * apart] - d3 - 2 * far_odd;
}

// Where channel c is from the first one on, LANES of them side by side and `lanes_apart` from these
// to the next.
SC_INLINE long channel_place(long c, long lanes_apart) {
  return c / LANES * lanes_apart + c % LANES;
}

// to[point * apart + channel_place] = B^T d B for all channels of the tile's inputs. `zeros`: a
// pixel of them.
SC_INLINE void take_inputs(
    const sc_convolution *s, const float *x, long tile, const float *zeros, float *to, long apart,
    long lanes_apart) {
  const void *pixels[POINTS];
  find_inputs(s, tile, x, sizeof(float), zeros, pixels);
  for (long c = 0; c < s->inputs; c += GROUP) {
    group half[POINTS];
    SC_UNROLLED
    for (int i = 0; i < PATCH; i++) {
      group row[PATCH];
      SC_UNROLLED
      for (int j = 0; j < PATCH; j++) {
        const float *from = (const float *)pixels[i * PATCH + j] + c;
        if (j >= PATCH - TILE) fetch_next(from, s->inputs * (long)sizeof(float));
        row[j] = *(const group *)from;
      }
      transform_input(row, 1, half + i * PATCH, 1);
    }
    SC_UNROLLED
    for (int j = 0; j < PATCH; j++) {
      group column[PATCH];
      transform_input(half + j, PATCH, column, 1);
      SC_UNROLLED
      for (int i = 0; i < PATCH; i++) {
        *(group *)(to + (i * PATCH + j) * apart + channel_place(c, lanes_apart)) = column[i];
      }
    }
  }
}

// Codes are transformed in 16 bits, sixteen at a time: |B^T d B| <= 68 * 255 for d in 0...255. What
// is positive in a row of B^T sums up to 5 at most, and what is negative too, or to 2 and 8: of the
// products of two rows, those of one sign to 2 * 2 + 8 * 8 = 68. On the way there sums may wrap, so
// they are unsigned.
typedef uint16_t words __attribute__((vector_size(32), aligned(2)));
typedef int16_t signed_words __attribute__((vector_size(32), aligned(2)));

// As transform_input.
SC_INLINE void transform_codes(const words *d, long apart, words *to, long to_apart) {
  words d1 = d[apart], d2 = d[2 * apart], d3 = d[3 * apart], d4 = d[4 * apart];
  words even = d4 - (d2 << 2), odd = d3 - (d1 << 2), far_even = d4 - d2, far_odd = (d3 - d1) << 1;
  to[0] = ((d[0] - d2) << 2) + far_even;
  to[to_apart] = even + odd;
  to[2 * to_apart] = even - odd;
  to[3 * to_apart] = far_even + far_odd;
  to[4 * to_apart] = far_even - far_odd;
  to[5 * to_apart] = d[5 * apart] - d3 - (far_odd << 1);
}

// points = B^T d B for sixteen channels, from c on, of a patch of codes of `channels`.
SC_INLINE void transform_patch(const void *const *pixels, long c, long channels, words *points) {
  // Once for each line of the cache.
  int fetches = channels % CACHE_LINE == 0 && c % CACHE_LINE == 0;
  words half[POINTS];
  SC_UNROLLED
  for (int i = 0; i < PATCH; i++) {
    words row[PATCH];
    SC_UNROLLED
    for (int j = 0; j < PATCH; j++) {
      const uint8_t *from = (const uint8_t *)pixels[i * PATCH + j] + c;
      if (j >= PATCH - TILE && fetches) fetch_next(from, channels);
      row[j] = __builtin_convertvector(*(const bytes *)from, words);
    }
    transform_codes(row, 1, half + i * PATCH, 1);
  }
  SC_UNROLLED
  for (int j = 0; j < PATCH; j++) transform_codes(half + j, PATCH, points + j, PATCH);
}
