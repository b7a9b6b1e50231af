// Where the query rows of a task lie, and which keys are their anchor region and their candidates.
#pragma once

#include "anchor_attention.h"

#include <algorithm>

namespace anchor::cpu {

// A group of query rows, or a slice of one: the keys are the group's.
struct GroupSpan {
    int64_t first_row;  // in the micro-batch
    int64_t rows;
    int64_t position;     // of the first row; row r sits at position + r
    int64_t sink_end;     // anchor region: keys [0, sink_end) and, for row r, [local_begin, position + r]
    int64_t local_begin;  // == sink_end when the two parts meet
    bool identifies;      // false: every candidate is kept unseen

    // Candidates are exactly what the anchor region leaves out: [sink_end, local_begin).
    int64_t candidates() const { return local_begin - sink_end; }
    int64_t keys_end() const { return position + rows; }
    int64_t runs(int32_t pool) const { return (rows + pool - 1) / pool; }

    // Every key at or before a row's own position, summed over rows.
    int64_t causal_pairs() const { return rows * (position + 1) + rows * (rows - 1) / 2; }
    // All candidates lie before the group, so each row misses each of them once.
    int64_t anchor_pairs() const { return causal_pairs() - rows * candidates(); }
};

inline GroupSpan group_span(const anchor_shape & shape, const anchor_params & params, int64_t index) {
    GroupSpan span;
    span.first_row = index * params.group;
    span.rows = std::min<int64_t>(params.group, shape.n_q - span.first_row);
    span.position = shape.n_past + span.first_row;
    const int64_t window_begin = std::max<int64_t>(span.position - params.window, 0);
    // Where sink and window meet, one range [0, start + r] covers both and no key is scored twice.
    const bool apart = window_begin > params.sink;
    span.sink_end = apart ? params.sink : 0;
    span.local_begin = apart ? window_begin : 0;
    span.identifies = span.position >= params.min_keys;
    return span;
}

}  // namespace anchor::cpu
