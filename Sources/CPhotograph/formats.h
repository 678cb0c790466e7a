// The decoders of the two formats. Each begins where `file` stands, its start, and leaves it open;
// all failures are PHOTOGRAPH_MALFORMED.
#pragma once

#include <stdio.h>

#include "CPhotograph.h"

photograph_status photograph_decode_jpeg(
    FILE *file, int shorter_side, unsigned char *pixels, size_t capacity,
    photograph_result *result);

photograph_status photograph_decode_png(
    FILE *file, unsigned char *pixels, size_t capacity, photograph_result *result);
