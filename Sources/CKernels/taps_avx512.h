// Taps of a row of kernels that are summed up at a time, with two columns, by the registers of
// AVX-512, and each count of them that occurs.
#pragma once

enum { LEAST_TAPS = 6, MOST_TAPS = 12 };
#define SC_EACH_COUNT(X) X(6) X(7) X(8) X(9) X(10) X(11) X(12)
