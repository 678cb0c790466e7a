// Winograd's minimal filtering F(4x4, 3x3) (Lavin and Gray 2015, arXiv 1509.09308): 4x4 outputs of
// a 3x3 convolution from the 6x6 inputs below them, by a product of sums at each of 36 points where
// the plain way takes 144 products. Its sums round a little more than the plain way's: errors are
// some 1e-5 of a typical output.
//
// With d a patch of inputs, g a kernel, y a tile of outputs and . the product point by point, which
// is summed over inputs for y and over tiles for dL/dg:
//   y = A^T (G g G^T . B^T d B) A        dL/dg = G^T (A dL/dy A^T . B^T d B) G
//
//   B^T = 4  0 -5  0  1  0      G =  1/4   0    0       A^T = 1  1  1  1  1  0
//         0 -4 -4  1  1  0          -1/6 -1/6 -1/6            0  1 -1  2 -2  0
//         0  4 -4 -1  1  0          -1/6  1/6 -1/6            0  1  1  4  4  0
//         0 -2 -1  2  1  0          1/24 1/12  1/6            0  1 -1  8 -8  1
//         0  2 -1 -2  1  0          1/24 -1/12 1/6
//         0  4  0 -5  0  1            0    0    1
#pragma once

#include "CKernels.h"
#include "vectors.h"

enum { TILE = 4, PATCH = 6, POINTS = PATCH * PATCH, KERNEL = 3 };

// Transforms go channel by channel: eight of them at a time fill a register of AVX2, of which they
// need many.
enum { GROUP = 8 };
typedef float group __attribute__((vector_size(32), aligned(4)));

SC_INLINE long tiles_along(long side) { return (side + TILE - 1) / TILE; }

SC_INLINE long tiles_of(const sc_convolution *s) {
  return s->batch * tiles_along(s->out_height) * tiles_along(s->out_width);
}

// Into how many parts to share out the tiles, none of more than `block` of them, and as many for
// each thread.
SC_INLINE int blocks_of(const sc_convolution *s, long block, int threads) {
  long blocks = (tiles_of(s) + block - 1) / block;
  return (int)((blocks + threads - 1) / threads * threads);
}

// The tile that a part begins with, or the last one ends before: a multiple of `rows` tiles.
SC_INLINE long first_tile(const sc_convolution *s, int part, int parts, int rows) {
  long tiles = tiles_of(s), groups = (tiles + rows - 1) / rows;
  return smaller(groups * part / parts * rows, tiles);
}

// Points to size x size pixels of a tile's image, row by row, the first at `offset` from the tile's
// first output; to `outside` for those beyond the edges. `pixel_bytes`: from a pixel to the next.
SC_INLINE void find_pixels(
    const sc_convolution *s, long tile, int size, long row_offset, long column_offset, long height,
    long width, const void *image, long pixel_bytes, const void *outside, const void **pixels) {
  long across = tiles_along(s->out_width), each = tiles_along(s->out_height) * across;
  long within = tile % each;
  long row = within / across * TILE + row_offset, column = within % across * TILE + column_offset;
  const char *first = (const char *)image + tile / each * height * width * pixel_bytes;
  for (int i = 0; i < size; i++) {
    for (int j = 0; j < size; j++) {
      long y = row + i, x = column + j;
      int is_inside = y >= 0 && y < height && x >= 0 && x < width;
      pixels[i * size + j] = is_inside ? first + (y * width + x) * pixel_bytes : outside;
    }
  }
}

// The same for the inputs below a tile, of so many bytes each.
SC_INLINE void find_inputs(
    const sc_convolution *s, long tile, const void *x, long bytes_each, const void *outside,
    const void **pixels) {
  find_pixels(
      s, tile, PATCH, -s->padding_height, -s->padding_width, s->height, s->width, x,
      s->inputs * bytes_each, outside, pixels);
}

// The same for the outputs of a tile, which are floats.
SC_INLINE void find_outputs(
    const sc_convolution *s, long tile, const float *y, const void *outside, const void **pixels) {
  find_pixels(
      s, tile, TILE, 0, 0, s->out_height, s->out_width, y, s->outputs * (long)sizeof(float),
      outside, pixels);
}

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

// to[point * apart] = B^T d B for all channels of the tile's inputs. `zeros`: a pixel of them.
SC_INLINE void take_inputs(
    const sc_convolution *s, const float *x, long tile, const float *zeros, float *to, long apart) {
  const void *pixels[POINTS];
  find_inputs(s, tile, x, sizeof(float), zeros, pixels);
  for (long c = 0; c < s->inputs; c += GROUP) {
    group half[POINTS];
    for (int i = 0; i < PATCH; i++) {
      group row[PATCH];
      for (int j = 0; j < PATCH; j++) {
        row[j] = *(const group *)((const float *)pixels[i * PATCH + j] + c);
      }
      transform_input(row, 1, half + i * PATCH, 1);
    }
    for (int j = 0; j < PATCH; j++) {
      group column[PATCH];
      transform_input(half + j, PATCH, column, 1);
      for (int i = 0; i < PATCH; i++) *(group *)(to + (i * PATCH + j) * apart + c) = column[i];
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

// points = B^T d B for sixteen channels, from c on, of a patch of codes.
SC_INLINE void transform_patch(const void *const *pixels, long c, words *points) {
  words half[POINTS];
  for (int i = 0; i < PATCH; i++) {
    words row[PATCH];
    for (int j = 0; j < PATCH; j++) {
      bytes code = *(const bytes *)((const uint8_t *)pixels[i * PATCH + j] + c);
      row[j] = __builtin_convertvector(code, words);
    }
    transform_codes(row, 1, half + i * PATCH, 1);
  }
  for (int j = 0; j < PATCH; j++) transform_codes(half + j, PATCH, points + j, PATCH);
}
