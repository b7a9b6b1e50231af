// One block of decoded keys folded into the running softmax of a group's rows: the inner step of anchor and attend.
#pragma once

#include "group_span.h"
#include "head_size.h"
#include "workspace.h"

namespace anchor::cpu {

// Zeroes what score_keys reads beyond the last key of a short block.
inline void pad_keys(float * keys, int n_keys, int head_size) {
    const size_t padded = round_up(n_keys, tile_height);
    std::fill(keys + size_t(n_keys) * head_size, keys + padded * head_size, 0.0f);
}

// scores[key][lane] = key . query, for whole steps of tile_height keys (the caller pads the block with zero keys).
template <int Vectors>
inline void score_keys(const float * keys, int n_keys, const float * query_tile, int head_size, float * scores) {
    for (int key = 0; key < n_keys; key += tile_height) {
        tile_product<Vectors>(keys + ptrdiff_t(key) * head_size, head_size, 1, query_tile, row_tile, head_size,
                              scores + key * row_tile, row_tile, nullptr);
    }
}

// Hides from each lane the keys after its row: keys are consecutive from first_key, lanes are rows from
// first_row_position.
inline void hide_future(float * scores, int n_keys, int64_t first_key, int64_t first_row_position) {
    for (int key = 0; key < n_keys; key++) {
        const int64_t rows_before = first_key + key - first_row_position;
        for (int j = 0; j < 2; j++) {
            const int64_t hidden = std::clamp<int64_t>(rows_before - j * vec_width, 0, vec_width);
            float * at = scores + key * row_tile + j * vec_width;
            vec_store(at, vec_hide_first(vec_load(at), int(hidden)));
        }
    }
}

// Turns scores into weights 2^(score - max), updates each row's max and sum, and leaves in `rescale` what the row's
// accumulator must be multiplied by. Every row has seen at least one key by the end of its first block.
inline void weigh_scores(float * scores, int n_keys, float * row_max, float * row_sum, float * rescale) {
    const vec old_max[2] = {vec_load(row_max), vec_load(row_max + vec_width)};
    vec max[2] = {old_max[0], old_max[1]};
    for (int key = 0; key < n_keys; key++) {
        for (int j = 0; j < 2; j++) {
            max[j] = vec_max(max[j], vec_load(scores + key * row_tile + j * vec_width));
        }
    }
    vec sum[2] = {vec_set(0.0f), vec_set(0.0f)};
    for (int key = 0; key < n_keys; key++) {
        for (int j = 0; j < 2; j++) {
            float * at = scores + key * row_tile + j * vec_width;
            const vec weight = vec_exp2(vec_sub(vec_load(at), max[j]));
            sum[j] = vec_add(sum[j], weight);
            vec_store(at, weight);
        }
    }
    for (int j = 0; j < 2; j++) {
        const vec shrink = vec_exp2(vec_sub(old_max[j], max[j]));
        vec_store(rescale + j * vec_width, shrink);
        vec_store(row_max + j * vec_width, max[j]);
        float * total = row_sum + j * vec_width;
        vec_store(total, vec_fma(vec_load(total), shrink, sum[j]));
    }
}

// accumulators[row] = rescale[row] * accumulators[row] + sum over keys of weight * value.
inline void add_values(const float * weights, int n_keys, const float * values, int rows, int head_size,
                       const float * rescale, float * accumulators) {
    for (int d = 0; d < head_size; d += 2 * vec_width) {
        const bool pair = d + 2 * vec_width <= head_size;
        for (int row = 0; row < rows; row += tile_height) {
            float * target = accumulators + ptrdiff_t(row) * head_size + d;
            if (pair) {
                tile_product<2>(weights + row, 1, row_tile, values + d, head_size, n_keys, target, head_size,
                                rescale + row);
            } else {
                tile_product<1>(weights + row, 1, row_tile, values + d, head_size, n_keys, target, head_size,
                                rescale + row);
            }
        }
    }
}

// first_key of a block that every row of the group sees in full, whatever its keys' positions.
constexpr int64_t all_before_group = -1;

// Folds the n_keys keys and values of the workspace into all rows of the group. `first_key` is the position of the
// block's first key when the keys are consecutive and may lie after some rows, else all_before_group.
template <int Static>
void fold_block(HeadSize<Static> head, const GroupSpan & span, Workspace & work, int n_keys, int64_t first_key) {
    const int head_size = head.get();
    for (int64_t row = 0; row < span.rows; row += row_tile) {
        const int rows = int(std::min<int64_t>(row_tile, span.rows - row));
        const int64_t position = span.position + row;
        if (first_key > position + rows - 1) {
            continue;
        }
        score_keys<2>(work.keys, n_keys, work.queries + row * head_size, head_size, work.scores);
        if (first_key != all_before_group && first_key + n_keys - 1 > position) {
            hide_future(work.scores, n_keys, first_key, position);
        }
        weigh_scores(work.scores, n_keys, work.row_max + row, work.row_sum + row, work.rescale);
        add_values(work.scores, n_keys, work.values, rows, head_size, work.rescale,
                   work.accumulators + row * head_size);
    }
}

}  // namespace anchor::cpu
