#include <setjmp.h>
#include <stdio.h>

#include <png.h>

#include "formats.h"

static void leave(png_structp png, png_const_charp reason) {
  photograph_result *result = png_get_error_ptr(png);
  snprintf(result->message, sizeof result->message, "%s", reason);
  png_longjmp(png, 1);
}

// Warnings are of chunks that pixels do not depend on.
static void pass_over(png_structp png, png_const_charp reason) { (void)png, (void)reason; }

// The red, green and blue that Pillow's convert("RGB") gives, and with it torchvision: alpha is
// dropped, not blended, 16 bits lose the lower eight, and gAMA is not applied. libpng's simplified
// API would apply it, and take 16 bits without it to be linear. Pillow's grey of 16 bits is clipped
// to white instead.
static void convert_to_rgb(png_structp png) {
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_strip_alpha(png);
  png_set_gray_to_rgb(png);
}

static photograph_status decode(
    png_structp png, png_infop info, unsigned char *pixels, size_t capacity,
    photograph_result *result) {
  // 1 keeps no text: a few kilobytes can unpack to megabytes.
  png_set_chunk_cache_max(png, 1);
  png_read_info(png, info);
  png_uint_32 width = png_get_image_width(png, info), height = png_get_image_height(png, info);
  result->full_width = result->width = (int)width;
  result->full_height = result->height = (int)height;
  size_t stride = (size_t)width * 3;
  if (stride * height > capacity) return PHOTOGRAPH_TOO_SMALL;

  convert_to_rgb(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != stride) png_error(png, "Rows are not of RGB");
  for (int pass = 0; pass < passes; pass++)
    for (png_uint_32 y = 0; y < height; y++) png_read_row(png, pixels + stride * y, NULL);
  png_read_end(png, NULL);
  return PHOTOGRAPH_OK;
}

photograph_status photograph_decode_png(
    FILE *file, unsigned char *pixels, size_t capacity, photograph_result *result) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, result, leave, pass_over);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  photograph_status status = PHOTOGRAPH_MALFORMED;
  if (!info) {
    snprintf(result->message, sizeof result->message, "Out of memory");
  } else if (setjmp(png_jmpbuf(png)) == 0) {
    png_init_io(png, file);
    status = decode(png, info, pixels, capacity, result);
  } else {
    // libpng's own words are "Read Error".
    if (feof(file)) snprintf(result->message, sizeof result->message, "Premature end of PNG file");
    result->offset = ftell(file);
  }
  png_destroy_read_struct(&png, &info, NULL);
  return status;
}
