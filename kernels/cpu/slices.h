// How an op is cut into tasks. A task takes a slice of a group's rows, so that groups of thousands of rows keep more
// threads busy than there are heads. Identify needs no row of another slice: a slice is a whole number of runs, and the
// group keeps what any run keeps. So groups of several slices run in two passes: anchor and identify of every slice,
// then, with the keys that any slice of the group keeps, attend.
#pragma once

#include "group_span.h"

namespace anchor::cpu {

// Rows of a slice, unless a run is longer: more of them decode each kept key less often, fewer spread better.
constexpr int32_t slice_goal = 256;

// Rows of every slice but a group's last.
inline int32_t slice_rows(const anchor_params & params) {
    return std::min(params.group, (slice_goal + params.pool - 1) / params.pool * params.pool);
}

struct Slicing {
    int32_t per_group;  // slices of every group but the last, which may have fewer
    int32_t count;      // of one head
    int passes;         // 1 or 2

    int32_t group_of(int32_t slice) const { return slice / per_group; }
    // The slices of a group are [group_begin, group_end).
    int32_t group_begin(int32_t group) const { return group * per_group; }
    int32_t group_end(int32_t group) const { return std::min(count, (group + 1) * per_group); }
};

inline Slicing slicing_of(const anchor_shape & shape, const anchor_params & params) {
    const int32_t rows = slice_rows(params), groups = anchor_group_count(&shape, &params);
    const auto slices = [&](int32_t n) { return (n + rows - 1) / rows; };
    Slicing slicing;
    slicing.per_group = slices(std::min(params.group, shape.n_q));
    slicing.count = (groups - 1) * slicing.per_group + slices(shape.n_q - (groups - 1) * params.group);
    slicing.passes = slicing.per_group > 1 ? 2 : 1;
    return slicing;
}

inline GroupSpan slice_span(const anchor_shape & shape, const anchor_params & params, const Slicing & slicing,
                            int32_t slice) {
    const int32_t group = slicing.group_of(slice), rows = slice_rows(params);
    GroupSpan span = group_span(shape, params, group);
    const int64_t skipped = int64_t(slice - slicing.group_begin(group)) * rows;
    span.first_row += skipped;
    span.position += skipped;
    span.rows = std::min<int64_t>(rows, span.rows - skipped);
    return span;
}

}  // namespace anchor::cpu
