// Decodes photographs with libjpeg-turbo and libpng, whose errors leave by longjmp and so must be
// caught in C.
#pragma once

#include <stddef.h>

typedef enum {
  PHOTOGRAPH_OK,
  PHOTOGRAPH_UNREADABLE,  // the file cannot be opened or read
  PHOTOGRAPH_MALFORMED,   // it is neither JPEG nor PNG, is cut short, or is damaged
  PHOTOGRAPH_TOO_SMALL,   // the buffer is; width and height say what is needed
} photograph_status;

typedef struct {
  int full_width, full_height;  // of the image in the file
  int width, height;            // of the pixels: the former divided by 1, 2, 4 or 8, rounded up
  long offset;                  // on failure: bytes that were read
  char message[256];            // on failure: why
} photograph_result;

// Decodes the file, a JPEG or a PNG by its first bytes, into `pixels`: height x width x 3, red,
// green and blue, whatever colours it has. A JPEG takes of the four scales the smallest whose
// shorter side is at least `shorter_side`, or full size; a PNG has only its full size.
photograph_status photograph_decode(
    const char *path, int shorter_side, unsigned char *pixels, size_t capacity,
    photograph_result *result);
