// Stage identify in float32, and what it shares with the int8 one.
#pragma once

#include "mask_bits.h"
#include "row_loader.h"
#include "softmax_block.h"

#include <cmath>

namespace anchor::cpu {

constexpr double log2_of_e = 1.4426950408889634;

inline void keep_all_candidates(const GroupSpan & span, Workspace & work) {
    for (int64_t first = span.sink_end / code_block * code_block; first < span.local_begin; first += code_block) {
        work.kept[first / code_block] = candidate_bits(span, first);
    }
}

// Mean reference of the rows [begin, end), in units of base-2 scores.
inline double mean_reference(const anchor_params & params, int64_t begin, int64_t end, const Workspace & work) {
    double sum = 0.0;
    for (int64_t row = begin; row < end; row++) {
        const bool lse = params.reference == ANCHOR_REFERENCE_LSE;
        sum += work.row_max[row] + (lse ? std::log2(double(work.row_sum[row])) : 0.0);
    }
    return sum / double(end - begin);
}

// Averages the queries and the references of each run, and from them the base-2 score a key must reach to be kept.
inline void pool_rows(const anchor_params & params, const GroupSpan & span, int head_size, Workspace & work) {
    const int64_t runs = span.runs(params.pool);
    const int64_t padded_runs = int64_t(round_up(runs, row_tile));
    std::fill(work.pooled, work.pooled + padded_runs * head_size, 0.0f);
    // A padding lane keeps nothing: only an infinite score would reach it.
    std::fill(work.thresholds, work.thresholds + padded_runs, INFINITY);
    for (int64_t run = 0; run < runs; run++) {
        const int64_t begin = run * params.pool, end = std::min<int64_t>(begin + params.pool, span.rows);
        const float share = 1.0f / float(end - begin);
        float * mean = work.pooled + run / row_tile * row_tile * head_size + run % row_tile;
        for (int64_t row = begin; row < end; row++) {
            const float * query = work.queries + row / row_tile * row_tile * head_size + row % row_tile;
            for (int d = 0; d < head_size; d++) {
                mean[d * row_tile] += query[d * row_tile] * share;
            }
        }
        const double threshold = mean_reference(params, begin, end, work) - double(params.theta) * log2_of_e;
        work.thresholds[run] = float(std::clamp(threshold, -3.0e38, 3.0e38));  // any finite theta stays in range
    }
}

// The keys of a scored block that reach the threshold of any run of the tile, a bit each.
template <int Vectors>
inline uint64_t compare_scores(const float * scores, int n_keys, const float * thresholds) {
    uint64_t reached = 0;
    for (int key = 0; key < n_keys; key++) {
        for (int j = 0; j < Vectors; j++) {
            const vec score = vec_load(scores + key * row_tile + j * vec_width);
            reached |= uint64_t(vec_any_at_least(score, vec_load(thresholds + j * vec_width))) << key;
        }
    }
    return reached;
}

// Sets the bit of every candidate that some run keeps.
template <int Static>
void identify_f32(HeadSize<Static> head, const anchor_params & params, const GroupSpan & span, const RowSource & k,
                  Workspace & work) {
    static_assert(key_block == code_block, "a block of keys is a word of the mask");
    const int head_size = head.get();
    const int64_t runs = span.runs(params.pool);
    pool_rows(params, span, head_size, work);
    for (int64_t first = span.sink_end / key_block * key_block; first < span.local_begin; first += key_block) {
        const int n_keys = int(std::min<int64_t>(key_block, span.local_begin - first));
        for (int i = 0; i < n_keys; i++) {
            k.read(first + i, head_size, work.keys + i * head_size);
        }
        pad_keys(work.keys, n_keys, head_size);
        uint64_t reached = 0;
        for (int64_t run = 0; run < runs; run += row_tile) {
            const float * queries = work.pooled + run * head_size;
            if (runs - run <= vec_width) {  // half a tile of runs costs half
                score_keys<1>(work.keys, n_keys, queries, head_size, work.scores);
                reached |= compare_scores<1>(work.scores, n_keys, work.thresholds + run);
            } else {
                score_keys<2>(work.keys, n_keys, queries, head_size, work.scores);
                reached |= compare_scores<2>(work.scores, n_keys, work.thresholds + run);
            }
        }
        work.kept[first / code_block] = reached & candidate_bits(span, first);
    }
}

}  // namespace anchor::cpu
