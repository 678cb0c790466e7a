#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "CPhotograph.h"
#include "formats.h"

static photograph_status unreadable(photograph_result *result) {
  snprintf(result->message, sizeof result->message, "%s", strerror(errno));
  return PHOTOGRAPH_UNREADABLE;
}

// By its first bytes: ImageNet has a PNG under the name of a JPEG, n02105855_2933.JPEG.
static photograph_status decode(
    FILE *file, int shorter_side, unsigned char *pixels, size_t capacity,
    photograph_result *result) {
  static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  unsigned char start[sizeof png];
  size_t count = fread(start, 1, sizeof start, file);
  if (ferror(file)) return unreadable(result);
  rewind(file);
  // A file that is cut short may have only a part of the signature.
  if (count && memcmp(start, png, count) == 0)
    return photograph_decode_png(file, pixels, capacity, result);
  if (count < 2 || (start[0] == 0xff && start[1] == 0xd8))
    return photograph_decode_jpeg(file, shorter_side, pixels, capacity, result);
  snprintf(
      result->message, sizeof result->message,
      "Neither a JPEG nor a PNG file: starts with 0x%02x 0x%02x", start[0], start[1]);
  return PHOTOGRAPH_MALFORMED;
}

photograph_status photograph_decode(
    const char *path, int shorter_side, unsigned char *pixels, size_t capacity,
    photograph_result *result) {
  memset(result, 0, sizeof *result);
  FILE *file = fopen(path, "rbe");
  if (!file) return unreadable(result);
  photograph_status status = decode(file, shorter_side, pixels, capacity, result);
  if (status == PHOTOGRAPH_MALFORMED && ferror(file)) status = PHOTOGRAPH_UNREADABLE;
  fclose(file);
  return status;
}
