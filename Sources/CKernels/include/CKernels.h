// Kernels on float32 values, and on codes of quantized ones: passes over activations, reductions,
// pooling, and the convolutions that oneDNN does slower. They are shared out over libgomp's pool of
// threads (oneDNN's own).
//
// Sums are split by thread count and shape alone, and their parts added in order, whichever thread
// had them: the same arguments and thread count give the same bits. Tensors are rows x channels
// (NHWC with N, H and W as one).
#pragma once

#include <stdint.h>

// Sets the number of threads that oneDNN uses when called from this thread: at most
// sc_most_threads().
void sc_use_threads(int threads);

// How many threads the environment (OMP_THREAD_LIMIT) lets this process compute with.
int sc_most_threads(void);

// Has free give blocks of a megabyte and more back to the system, for the whole process.
void sc_return_large_blocks(void);

// A quantizer for one call. Esser et al. 2020, Eq. 1-5.
typedef struct {
  float step;     // s > 0
  float lowest;   // -Qn
  float highest;  // Qp
  float above;    // v passes gradient if above < v < below: the bounds of -Qn < v/s < Qp,
  float below;    //   moved to the last float that is clipped (sc_make_quantizer)
  float offset;   // taken from v first and added to v_hat last (Bhalgat et al. 2020); 0 for none
  int shifts;     // whether sums of gradients for the offset are wanted
  int clips;  // whether dv_hat/ds is zero inside: only what is clipped moves s (Choi et al. 2018)
} sc_quantizer;

// The quantizer of step size `step` and codes lowest...highest, with exact gradient bounds; no
// offset.
sc_quantizer sc_make_quantizer(float step, int lowest, int highest);

enum { SC_BRANCHES = 4 };

// y = Q(relu(x * scale + shift)) for up to SC_BRANCHES quantizers Q at once; each part may be
// absent.
typedef struct {
  const float *x;      // rows x channels
  const float *scale;  // channels; null: no affine part, and the tensor is taken as flat
  const float *shift;  // channels
  long rows, channels;
  int rectifies;  // whether negative values become zero
  int branches;
  sc_quantizer quantizer[SC_BRANCHES];
  int quantizes[SC_BRANCHES];   // 0: the branch is not quantized
  float *output[SC_BRANCHES];   // forward only; null: only the codes are wanted
  uint8_t *codes[SC_BRANCHES];  // forward only: a quantized branch's, modulo 256; may be null
  const float *gradient[SC_BRANCHES];  // backward only: dL/dy
} sc_activation;

// Adds a branch with the given output or gradient; `quantizer` may be null.
void sc_add_branch(
    sc_activation *a, const sc_quantizer *quantizer, float *output, const float *gradient);

// Has the codes of the branch added last written too.
void sc_keep_codes(sc_activation *a, uint8_t *codes);

// Writes every branch's output, and codes where they are kept.
void sc_activation_forward(const sc_activation *a, int threads);

// How many doubles the reductions below need as scratch for a tensor of so many channels.
static inline long sc_scratch_doubles(long channels, int threads) {
  return (threads + 1) * (2 * channels + 2 * SC_BRANCHES);
}

// With v = relu(x * scale + shift), g = dL/d(x * scale + shift):
//   gradient[c] = sum of g, weighted[c] = sum of g * (x - mean[c])   (only if scale is given)
//   step[k] = sum of dL/dy_k * dv_hat/ds         (Eq. 3, without the factor of the gradient scale)
//   offset[k] = sum of dL/dy_k where v is clipped   (only if the quantizer shifts, else 0)
void sc_activation_sums(
    const sc_activation *a, const float *mean, double *gradient, double *weighted, double *step,
    double *offset, double *scratch, int threads);

// dx = slope[c] * g + curve[c] * (x - mean[c]) + offset[c] + residual; without scale dx = g +
// residual. residual may be null. dx may be one of the gradients or the residual.
void sc_activation_backward(
    const sc_activation *a, const float *mean, const float *slope, const float *curve,
    const float *offset, const float *residual, float *dx, int threads);

// output = dv_hat/ds of Eq. 3 at each of `count` values.
void sc_step_derivative(const float *v, long count, sc_quantizer q, float *output, int threads);

// Mean and biased variance of each channel of x, or of x + addend, which is then written to
// `total`.
void sc_statistics(
    const float *x, const float *addend, float *total, long rows, long channels, double *mean,
    double *variance, double *scratch, int threads);

// output = x + y; may be one of them.
void sc_add(const float *x, const float *y, float *output, long count, int threads);

// output[n][c] = mean over `positions` of x[n][p][c], and its transpose
// dx[n][p][c] = dy[n][c] / positions.
void sc_mean_forward(
    const float *x, float *output, long examples, long positions, long channels, int threads);
void sc_mean_backward(
    const float *dy, float *dx, long examples, long positions, long channels, int threads);

// The highest value of each window of size x size, `stride` apart; `padding` rows and columns
// beyond the edges, fewer than `size`, are never taken. place[i]: which value of its window output
// i is, row by row; the first of equal ones. It must fit a byte: sizes up to 16.
typedef struct {
  long examples, height, width, channels, out_height, out_width, size, stride, padding;
} sc_pooling;
// With a scale for each channel, or null, the lowest value is taken where that is negative: what
// would be the highest if x were scaled.
void sc_max_forward(
    const float *x, const float *scale, float *output, uint8_t *place, sc_pooling p, int threads);
// curve[c] * (x - mean[c]) + offset[c], at each pixel.
typedef struct {
  const float *x, *mean, *curve, *offset;
} sc_affine;
// dx = base + sum of the dy whose outputs were found there. base may be null: zero.
void sc_max_backward(
    const float *dy, const uint8_t *place, const sc_affine *base, float *dx, sc_pooling p,
    int threads);

// output[n][j][i] = x[n][i][j], with rows x columns of each example.
void sc_transpose(
    const float *x, float *output, long examples, long rows, long columns, int threads);

// output = x / (1 - probability) where hash(key, place) / 2^32 >= probability, else 0.
void sc_dropout(
    const float *x, float *output, long count, float probability, uint64_t key, int threads);

// A convolution: x is NHWC, y and dy too, weights are OIHW.
typedef struct {
  long batch, height, width, inputs, outputs, kernel_height, kernel_width, stride;
  long padding_height, padding_width, out_height, out_width;
  int uses_avx512;  // whether AVX-512 may be used: the processor must have it
  // Whether dy and values, not codes, may be rounded to bfloat16 for the gradient of weights: the
  // processor must have AVX512_BF16. What rounding leaves of dy is carried to the next position.
  int rounds_gradients;
} sc_convolution;

// What a gradient of weights is made of: scale * values, or where they are null scale * codes.
typedef struct {
  const float *values;
  const uint8_t *codes;
  int has_signs;  // whether codes are signed bytes
  float scale;
} sc_input;

// Whether the next function takes this shape: outputs a multiple of 16, some inputs in a row of the
// kernel (three, or six with AVX-512), and the padding less than the kernel: every output reads
// some input.
int sc_has_weight_gradient(sc_convolution s);
// Floats that it needs as scratch.
long sc_weight_gradient_scratch(sc_convolution s, int threads);
// dw[o][c][u][v] = sum over examples and positions i, j of
//   dy[i][j][o] * x[i*stride + u - padding][j*stride + v - padding][c].
void sc_weight_gradient(
    sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads);

// The three products of a convolution by Winograd's F(4x4, 3x3), for float32 on a processor with
// AVX2: they take half the time of the plain way or less. Whether the functions below take this
// shape: 3x3 kernels one step apart, channels a multiple of 16.
int sc_has_winograd(sc_convolution s);
// Floats that the next two need as scratch.
long sc_winograd_scratch(sc_convolution s, int threads);
// y = x * w, or y += x * w.
void sc_winograd_forward(
    const float *x, const float *w, float *y, int accumulates, sc_convolution s, float *scratch,
    int threads);
// dx, the transpose of x -> y applied to dy.
void sc_winograd_input_gradient(
    const float *dy, const float *w, float *dx, sc_convolution s, float *scratch, int threads);
// Floats that the next one needs as scratch.
long sc_winograd_gradient_scratch(sc_convolution s, int threads);
// As sc_weight_gradient, of codes without signs.
void sc_winograd_weight_gradient(
    sc_input x, const float *dy, float *dw, sc_convolution s, float *scratch, int threads);

// Whether the next functions take this shape, if no sum of products is larger than this in
// magnitude.
int sc_has_code_winograd(sc_convolution s, long largest_sum);
// Floats that the next one needs as scratch.
long sc_code_winograd_scratch(sc_convolution s, int threads);
// y = (x * w) * scale, or y += (x * w) * scale: a product of codes, exact, rounded to float32
// before it is scaled.
void sc_code_winograd_forward(
    const uint8_t *x, const int8_t *w, float scale, float *y, int accumulates, sc_convolution s,
    float *scratch, int threads);

// output = x * factor in bfloat16, the upper half of a float32: rounded to the nearest, a tie to
// the even one.
void sc_round_to_bfloat16(const float *x, long count, float factor, uint16_t *output, int threads);
// The same of signed codes, modulo 256: bfloat16 has all integers up to 256.
void sc_codes_to_bfloat16(const uint8_t *codes, long count, uint16_t *output, int threads);

// v = momentum * v + (g + decay * w); w -= learning_rate * v.
void sc_sgd(
    float *w, const float *g, float *v, long count, float learning_rate, float momentum,
    float decay, int threads);

// Sums of |x|, x^2 and x * y in double, over blocks of 512 values that are summed in float32.
double sc_sum_of_absolutes(const float *x, long count, int threads);
double sc_sum_of_squares(const float *x, long count, int threads);
double sc_dot(const float *x, const float *y, long count, int threads);

// The lowest and the highest value; both NaN if any is.
void sc_range(const float *v, long count, float *lowest, float *highest);

// x *= factor.
void sc_scale(float *x, long count, float factor, int threads);

// Code of each value, and what the quantizer does to the values: sums of (v_hat - v)^2, counts of
// each code (counts[code - lowest]), counts of ratios <= -Qn (zero if Qn is and nothing shifts) and
// >= Qp. codes may be null.
typedef struct {
  double squared_error;
  int64_t low, high;
} sc_quantizer_summary;
sc_quantizer_summary sc_summarize(
    const float *v, long count, sc_quantizer q, int8_t *codes, int64_t *counts);

// Counts of values in `bins` equal bins from `lowest` to `highest`; values outside go to the end
// bins. Zeros are left out if `skips_zeros`.
void sc_histogram(
    const float *v, long count, float lowest, float highest, long bins, int skips_zeros,
    int64_t *counts);

// How far v_hat is from values with a histogram of `bins` bins of this width, of which `count` have
// values: their middles and how many values each has. The mean of |v_hat - v|, that of (v_hat -
// v)^2, or the Kullback-Leibler divergence of the density of v_hat, even over each step around a
// level and mixed with `SC_KL_FLOOR` of an even one over the histogram, from that of v. `middles`
// must be finite and q's step not zero: each has a level.
enum { SC_ABSOLUTE_ERROR, SC_SQUARED_ERROR, SC_DIVERGENCE };
#define SC_KL_FLOOR 1e-4
double sc_histogram_error(
    const float *middles, const double *weights, long count, long bins, double width,
    sc_quantizer q, int measure);
