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

#include "products.h"

enum { TILE = 4, PATCH = 6, POINTS = PATCH * PATCH, KERNEL = 3 };

// Floats or integers between the values at a point and those at the next, beside themselves: at a
// power of two of bytes apart, all points would fall into one set of the cache.
enum { APART = 16 };

// Floats from the weights, or their gradients, at a point to those at the next.
SC_INLINE long weights_apart(long inputs, long outputs) { return inputs * outputs + APART; }

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
  SC_UNROLLED
  for (int i = 0; i < size; i++) {
    long y = row + i;
    int is_row = y >= 0 && y < height;
    const char *start = first + (y * width + column) * pixel_bytes;
    SC_UNROLLED
    for (int j = 0; j < size; j++) {
      int is_inside = is_row & (column + j >= 0) & (column + j < width);
      pixels[i * size + j] = is_inside ? start + j * pixel_bytes : outside;
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

// Asks for what lies at the same place of the next tile: processors see no pattern in tiles, and
// would wait for memory at each. `pixel_bytes`: from a pixel to the next.
SC_INLINE void fetch_next(const void *value, long pixel_bytes) {
  __builtin_prefetch((const char *)value + TILE * pixel_bytes);
}

// The same of what will be written.
SC_INLINE void own_next(const void *value, long pixel_bytes) {
  __builtin_prefetch((const char *)value + TILE * pixel_bytes, 1);
}
