// The three stages of one (head, group): anchor, identify, attend.
#pragma once

#include "row_loader.h"
#include "softmax_block.h"

#include <cmath>
#include <cstring>

namespace anchor::cpu {

constexpr double log2_of_e = 1.4426950408889634;

// Zeroes what score_keys reads beyond the last key of a short block.
inline void pad_keys(float * keys, int n_keys, int head_size) {
    const size_t padded = round_up(n_keys, tile_height);
    std::fill(keys + size_t(n_keys) * head_size, keys + padded * head_size, 0.0f);
}

// Packs the group's queries across lanes, scaled to base-2 scores, and empties the running softmax.
inline void read_queries(const anchor_op & op, int head, const GroupSpan & span, Workspace & work) {
    const int head_size = op.shape.head_size;
    const float scale = float(double(op.scale) * log2_of_e);
    const int64_t padded_rows = int64_t(round_up(span.rows, row_tile));
    std::fill(work.queries, work.queries + padded_rows * head_size, 0.0f);
    std::fill(work.accumulators, work.accumulators + padded_rows * head_size, 0.0f);
    std::fill(work.row_max, work.row_max + padded_rows, -INFINITY);
    std::fill(work.row_sum, work.row_sum + padded_rows, 0.0f);
    const char * source = static_cast<const char *>(op.q) + head * op.q_head_stride;
    for (int64_t row = 0; row < span.rows; row++) {
        const char * at = source + (span.first_row + row) * op.q_row_stride;
        float * lane = work.queries + row / row_tile * row_tile * head_size + row % row_tile;
        for (int d = 0; d < head_size; d++) {
            lane[d * row_tile] = load_unaligned<float>(at + d * sizeof(float)) * scale;
        }
    }
}

template <int Static>
void fold_range(HeadSize<Static> head, const GroupSpan & span, const RowSource & k, const RowSource & v, int64_t begin,
                int64_t end, Workspace & work) {
    const int head_size = head.get();
    for (int64_t first = begin; first < end; first += key_block) {
        const int n_keys = int(std::min<int64_t>(key_block, end - first));
        for (int i = 0; i < n_keys; i++) {
            k.read(first + i, head_size, work.keys + i * head_size);
            v.read(first + i, head_size, work.values + i * head_size);
        }
        pad_keys(work.keys, n_keys, head_size);
        fold_block(head, span, work, n_keys, first);
    }
}

template <int Static>
void anchor_stage(HeadSize<Static> head, const GroupSpan & span, const RowSource & k, const RowSource & v,
                  Workspace & work) {
    fold_range(head, span, k, v, 0, span.sink_end, work);
    fold_range(head, span, k, v, span.local_begin, span.keys_end(), work);
}

// Averages the queries and the references of each run, and from them the score a key must reach to be kept.
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
        double reference = 0.0;
        for (int64_t row = begin; row < end; row++) {
            const float * query = work.queries + row / row_tile * row_tile * head_size + row % row_tile;
            for (int d = 0; d < head_size; d++) {
                mean[d * row_tile] += query[d * row_tile] * share;
            }
            const bool lse = params.reference == ANCHOR_REFERENCE_LSE;
            reference += work.row_max[row] + (lse ? std::log2(double(work.row_sum[row])) : 0.0);
        }
        const double threshold = reference / double(end - begin) - double(params.theta) * log2_of_e;
        work.thresholds[run] = float(std::clamp(threshold, -3.0e38, 3.0e38));  // any finite theta stays in range
    }
}

inline void keep_all_candidates(const GroupSpan & span, Workspace & work) {
    for (int64_t key = span.sink_end; key < span.local_begin; key++) {
        work.kept[key / 8] |= uint8_t(1u << (key % 8));
    }
}

// Marks in `keep` the keys of a scored block that reach the threshold of any run of the tile.
template <int Vectors>
inline void compare_scores(const float * scores, int n_keys, const float * thresholds, uint8_t * keep) {
    for (int key = 0; key < n_keys; key++) {
        for (int j = 0; j < Vectors; j++) {
            const vec score = vec_load(scores + key * row_tile + j * vec_width);
            keep[key] |= vec_any_at_least(score, vec_load(thresholds + j * vec_width));
        }
    }
}

// Sets the bit of every candidate that some run keeps; returns how many.
template <int Static>
int64_t identify_stage(HeadSize<Static> head, const anchor_params & params, const GroupSpan & span, const RowSource & k,
                       Workspace & work) {
    const int head_size = head.get();
    const int64_t runs = span.runs(params.pool);
    int64_t n_kept = 0;
    pool_rows(params, span, head_size, work);
    for (int64_t first = span.sink_end; first < span.local_begin; first += key_block) {
        const int n_keys = int(std::min<int64_t>(key_block, span.local_begin - first));
        for (int i = 0; i < n_keys; i++) {
            k.read(first + i, head_size, work.keys + i * head_size);
        }
        pad_keys(work.keys, n_keys, head_size);
        uint8_t keep[key_block] = {};
        for (int64_t run = 0; run < runs; run += row_tile) {
            const float * queries = work.pooled + run * head_size;
            if (runs - run <= vec_width) {  // half a tile of runs costs half
                score_keys<1>(work.keys, n_keys, queries, head_size, work.scores);
                compare_scores<1>(work.scores, n_keys, work.thresholds + run, keep);
            } else {
                score_keys<2>(work.keys, n_keys, queries, head_size, work.scores);
                compare_scores<2>(work.scores, n_keys, work.thresholds + run, keep);
            }
        }
        for (int i = 0; i < n_keys; i++) {
            const int64_t key = first + i;
            work.kept[key / 8] |= uint8_t(keep[i] << (key % 8));
            n_kept += keep[i];
        }
    }
    return n_kept;
}

// Gathers the kept keys in ascending order, a block at a time.
template <int Static>
void attend_stage(HeadSize<Static> head, const GroupSpan & span, const RowSource & k, const RowSource & v,
                  Workspace & work) {
    const int head_size = head.get();
    int n_keys = 0;
    const auto fold = [&] {
        pad_keys(work.keys, n_keys, head_size);
        fold_block(head, span, work, n_keys, all_before_group);
        n_keys = 0;
    };
    for (int64_t key = span.sink_end; key < span.local_begin; key++) {
        const uint8_t bits = work.kept[key / 8];
        if (bits == 0) {
            key |= 7;  // nothing in this byte
            continue;
        }
        if (!(bits >> (key % 8) & 1)) {
            continue;
        }
        k.read(key, head_size, work.keys + n_keys * head_size);
        v.read(key, head_size, work.values + n_keys * head_size);
        if (++n_keys == key_block) {
            fold();
        }
    }
    if (n_keys > 0) {
        fold();
    }
}

// Normalises and writes the group's rows.
inline void write_rows(const anchor_op & op, int head, const GroupSpan & span, const Workspace & work) {
    const int head_size = op.shape.head_size;
    char * out = static_cast<char *>(op.out) + head * op.out_head_stride;
    for (int64_t row = 0; row < span.rows; row++) {
        const vec share = vec_set(1.0f / work.row_sum[row]);
        for (int d = 0; d < head_size; d += vec_width) {
            const vec value = vec_load(work.accumulators + row * head_size + d);
            vec_store(out + (span.first_row + row) * op.out_row_stride + d * sizeof(float), vec_mul(value, share));
        }
    }
}

}  // namespace anchor::cpu
