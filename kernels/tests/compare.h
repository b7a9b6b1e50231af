// Compares one run of the CPU kernel with the oracle. The tolerances of all comparisons are stated here.
#pragma once

#include "op_case.h"

namespace anchor::test {

// A key whose largest margin is nearer to 0 than this, in nats, may be kept or not: float scores of size 20 over 256
// products are off by some 1e-5.
constexpr double close_call = 1e-4;

// Bound of |out - oracle| for an op that keeps the oracle's keys. With u = 2^-24: rounding the products and sums of a
// score of head_size terms walks about sqrt(head_size) u times |q| |k| scale; a score off by e changes a weight by the
// factor 1 + e, hence the output by up to 2 e max|v|; summing n keys in blocks adds about sqrt(n) u max|v|. Four times
// that, as these are walks and not bounds.
double output_tolerance(const OpCase & c);

struct Comparison {
    int64_t close_calls = 0;                          // candidates with |margin| < close_call
    int64_t wrong_keys = 0;                           // kept differs and it was no close call
    int64_t groups_compared = 0, groups_skipped = 0;  // skipped: the lists differ by close calls
    double largest_error = 0;                         // over compared groups
    bool counts_equal = true;                         // with close calls, only meaningful when no list differs
};

// Runs the oracle on the same op and compares `c`, which has been run.
Comparison compare_with_oracle(OpCase & c);

bool same_counts(const anchor_head_counts & a, const anchor_head_counts & b);

}  // namespace anchor::test
