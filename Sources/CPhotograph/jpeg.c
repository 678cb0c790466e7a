#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>

#include "formats.h"

// What progressive files may take: libjpeg keeps all their coefficients in memory.
enum { COEFFICIENT_BYTES = 1 << 29 };

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf escape;
  char *message;
} error_manager;

static void leave(j_common_ptr common) {
  error_manager *manager = (error_manager *)common->err;
  common->err->format_message(common, manager->message);
  longjmp(manager->escape, 1);
}

// libjpeg goes on after damage with made-up pixels. Here damage is an error; oddities that lose
// nothing are not.
static void judge(j_common_ptr common, int level) {
  if (level >= 0) return;
  switch (common->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: leave(common);
  }
}

static int divide(int size, int scale) { return (size + scale - 1) / scale; }

// The largest of 8, 4, 2 and 1, the scales with SIMD code, by which the image can shrink.
static int scale_for(const struct jpeg_decompress_struct *info, int shorter_side) {
  int shorter = info->image_width < info->image_height ? info->image_width : info->image_height;
  int scale = 8;
  while (scale > 1 && divide(shorter, scale) < shorter_side) scale /= 2;
  return scale;
}

static unsigned char product(unsigned a, unsigned b) { return (a * b + 127) / 255; }

// Adobe's programs, the usual writers of CMYK, store each ink inverted: 255 is none of it.
static void convert_cmyk(
    const unsigned char *cmyk, unsigned char *rgb, int width, int is_inverted) {
  unsigned char flip = is_inverted ? 0 : 255;
  for (int x = 0; x < width; x++, cmyk += 4, rgb += 3)
    for (int c = 0; c < 3; c++) rgb[c] = product(cmyk[c] ^ flip, cmyk[3] ^ flip);
}

static photograph_status decode(
    struct jpeg_decompress_struct *info, int shorter_side, unsigned char *pixels, size_t capacity,
    photograph_result *result) {
  info->mem->max_memory_to_use = COEFFICIENT_BYTES;
  jpeg_read_header(info, TRUE);
  int is_cmyk = info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
  info->out_color_space = is_cmyk ? JCS_CMYK : JCS_RGB;
  info->scale_num = 1;
  info->scale_denom = scale_for(info, shorter_side);
  jpeg_calc_output_dimensions(info);
  result->full_width = info->image_width;
  result->full_height = info->image_height;
  result->width = info->output_width;
  result->height = info->output_height;
  size_t stride = (size_t)info->output_width * 3;
  if (stride * info->output_height > capacity) return PHOTOGRAPH_TOO_SMALL;

  jpeg_start_decompress(info);
  JSAMPARRAY inks = NULL;
  if (is_cmyk)
    inks = info->mem->alloc_sarray((j_common_ptr)info, JPOOL_IMAGE, info->output_width * 4, 1);
  while (info->output_scanline < info->output_height) {
    JSAMPROW row = pixels + stride * info->output_scanline;
    jpeg_read_scanlines(info, is_cmyk ? inks : &row, 1);
    if (is_cmyk) convert_cmyk(inks[0], row, info->output_width, info->saw_Adobe_marker);
  }
  jpeg_finish_decompress(info);
  return PHOTOGRAPH_OK;
}

photograph_status photograph_decode_jpeg(
    FILE *file, int shorter_side, unsigned char *pixels, size_t capacity,
    photograph_result *result) {
  struct jpeg_decompress_struct info = {0};
  error_manager errors = {.message = result->message};
  info.err = jpeg_std_error(&errors.base);
  errors.base.error_exit = leave;
  errors.base.emit_message = judge;
  photograph_status status;
  if (setjmp(errors.escape) == 0) {
    jpeg_create_decompress(&info);
    jpeg_stdio_src(&info, file);
    status = decode(&info, shorter_side, pixels, capacity, result);
  } else {
    status = PHOTOGRAPH_MALFORMED;
    if (info.src) result->offset = ftell(file) - (long)info.src->bytes_in_buffer;
  }
  jpeg_destroy_decompress(&info);
  return status;
}
