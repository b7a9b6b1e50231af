#include "compare.h"

#include <algorithm>
#include <cmath>

namespace anchor::test {

double output_tolerance(const OpCase & c) {
    const double u = 1.0 / 16777216.0;
    const double score_error = std::sqrt(double(c.op.shape.head_size)) * u * c.largest_score;
    return 4.0 * c.largest_value * (2.0 * score_error + std::sqrt(double(c.n_keys)) * u);
}

bool same_counts(const anchor_head_counts & a, const anchor_head_counts & b) {
    return a.pairs_causal == b.pairs_causal && a.pairs_anchor == b.pairs_anchor &&
           a.pairs_identify == b.pairs_identify && a.pairs_attend == b.pairs_attend &&
           a.stripes_kept == b.stripes_kept && a.stripes_candidates == b.stripes_candidates;
}

Comparison compare_with_oracle(OpCase & c) {
    const anchor_shape & shape = c.op.shape;
    const anchor_params & params = c.op.params;
    std::vector<float> out(c.out.size(), NAN);
    std::vector<anchor_head_counts> counts(shape.n_head);
    std::vector<uint8_t> kept(c.kept.size(), 0x5a);
    std::vector<double> margins(size_t(shape.n_head) * c.groups * c.n_keys, INFINITY);
    anchor_op op = c.op;
    op.out = out.data();
    op.counts = counts.data();
    op.kept = kept.data();
    Comparison result;
    if (!anchor_reference_run(&op, margins.data())) {
        result.wrong_keys = -1;
        return result;
    }
    for (int head = 0; head < shape.n_head; head++) {
        result.counts_equal = result.counts_equal && same_counts(counts[head], c.counts[head]);
        for (int group = 0; group < c.groups; group++) {
            const size_t slot = size_t(head) * c.groups + group;
            bool same_list = true;
            for (int64_t bit = 0; bit < int64_t(op.kept_stride) * 8; bit++) {
                const uint8_t differs =
                    (kept[slot * op.kept_stride + bit / 8] ^ c.kept[slot * op.kept_stride + bit / 8]) >> (bit % 8) & 1;
                const bool close = bit < c.n_keys && std::fabs(margins[slot * c.n_keys + bit]) < close_call;
                result.close_calls += close;
                result.wrong_keys += differs && !close;
                same_list = same_list && !differs;
            }
            if (!same_list) {
                result.groups_skipped++;
                continue;
            }
            result.groups_compared++;
            const int64_t begin = int64_t(group) * params.group;
            const int64_t end = std::min<int64_t>(begin + params.group, shape.n_q);
            for (int64_t row = begin; row < end; row++) {
                const size_t at = (size_t(row) * shape.n_head + head) * shape.head_size;
                for (int d = 0; d < shape.head_size; d++) {
                    const double error = std::fabs(double(out[at + d]) - c.out[at + d]);
                    // A NaN must fail the comparison, not slip through it.
                    result.largest_error = error <= result.largest_error ? result.largest_error
                                           : std::isnan(error)           ? INFINITY
                                                                         : error;
                }
            }
        }
    }
    return result;
}

}  // namespace anchor::test
