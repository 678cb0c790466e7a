// All products for one instruction set, as the set SC_PRODUCTS: included once the constants and the
// operations of that instruction set are defined.
#pragma once

#include "single_positions.h"
#include "weight_gradient.h"
#include "winograd_codes.h"
#include "winograd_ways.h"

const product_set SC_PRODUCTS = {
    .winograd_scratch = winograd_scratch,
    .winograd_forward = forward,
    .winograd_input_gradient = input_gradient,
    .winograd_gradient_scratch = gradient_scratch,
    .winograd_weight_gradient = weight_gradient,
    .code_winograd_scratch = code_scratch,
    .code_winograd_forward = code_forward,
    .least_taps = LEAST_TAPS,
    .weight_gradient_scratch = direct_scratch,
    .weight_gradient = direct_gradient,
};
