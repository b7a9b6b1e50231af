// The fidelity probe: which rows of an op are compared with dense attention, and one such comparison.
#pragma once

#include "identify.h"
#include "key_codes.h"

#include <cstdint>

namespace anchor::cpu {

// A row of one query head. The numbers after `hash` are what the comparison found, in billionths.
struct ProbedRow {
    uint64_t hash;
    int32_t head, row;
    int64_t recall, error;
};

// Spreads the choice evenly and alike in every run: no clock, no thread and no state goes in.
inline uint64_t probe_hash(int32_t layer, int32_t head, int64_t position) {
    const auto mix = [](uint64_t x) {  // the finaliser of SplitMix64
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
        return x ^ (x >> 31);
    };
    constexpr uint64_t seed = 0x9e3779b97f4a7c15u;
    return mix(mix(seed * (uint64_t(uint32_t(layer)) + 1) + uint32_t(head)) + seed * uint64_t(position));
}

// A row that left nothing out has a recall of 1 by definition: comparing it would flatter the mean.
inline bool worth_probing(const GroupSpan & span) { return span.identifies && span.candidates() > 0; }

// Fills `rows` (room for `room`) in the order of their hashes, as long as the keys that they see fit in `budget`.
// Returns how many.
inline int choose_probed_rows(const anchor_op & op, int64_t budget, ProbedRow * rows, int room) {
    int n = 0;
    const int groups = anchor_group_count(&op.shape, &op.params);
    for (int group = 0; group < groups; group++) {
        const GroupSpan span = group_span(op.shape, op.params, group);
        if (!worth_probing(span)) {
            continue;
        }
        for (int head = 0; head < op.shape.n_head; head++) {
            for (int64_t row = span.first_row; row < span.first_row + span.rows; row++) {
                const uint64_t hash = probe_hash(op.probe_layer, head, op.shape.n_past + row);
                if (n == room && hash >= rows[n - 1].hash) {
                    continue;
                }
                int at = n < room ? n++ : n - 1;
                for (; at > 0 && rows[at - 1].hash > hash; at--) {
                    rows[at] = rows[at - 1];
                }
                rows[at] = {hash, head, int32_t(row), 0, 0};
            }
        }
    }
    // Stopping at the first that does not fit, rather than taking cheaper ones after it, keeps the choice even.
    for (int i = 0; i < n; i++) {
        budget -= int64_t(op.shape.n_past) + rows[i].row + 1;
        if (budget < 0) {
            return i;
        }
    }
    return n;
}

inline float sum_lanes(vec x) {
    float lanes[vec_width];
    vec_store(lanes, x);
    for (int half = vec_width / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
            lanes[i] += lanes[i + half];
        }
    }
    return lanes[0];
}

// Base-2 scores of one query against a block of decoded keys; returns the largest.
template <int Static>
float score_one(HeadSize<Static> head, const float * query, const float * keys, int n_keys, float * scores) {
    const int head_size = head.get();
    float largest = -INFINITY;
    for (int key = 0; key < n_keys; key++) {
        vec sum = vec_set(0.0f);
        for (int d = 0; d < head_size; d += vec_width) {
            sum = vec_fma(vec_load(query + d), vec_load(keys + key * head_size + d), sum);
        }
        scores[key] = sum_lanes(sum);
        largest = std::max(largest, scores[key]);
    }
    return largest;
}

// Largest base-2 score of a row, and the sum of 2^(score - max).
struct DenseRow {
    float max, sum;
};

// Softmax of one query over keys 0 .. n_keys - 1, a block at a time; leaves the sum of weight * value in the first row
// of `work.accumulators`.
template <int Static>
DenseRow attend_all(HeadSize<Static> head, const float * query, const RowSource & k, const RowSource & v,
                    int64_t n_keys, Workspace & work) {
    const int head_size = head.get();
    DenseRow dense = {-INFINITY, 0.0f};
    float * accumulator = work.accumulators;
    std::fill(accumulator, accumulator + head_size, 0.0f);
    for (int64_t first = 0; first < n_keys; first += key_block) {
        const int n = int(std::min<int64_t>(key_block, n_keys - first));
        for (int i = 0; i < n; i++) {
            k.read(first + i, head_size, work.keys + i * head_size);
            v.read(first + i, head_size, work.values + i * head_size);
        }
        // Lanes behind the last key weigh nothing.
        std::fill(work.scores, work.scores + key_block, -INFINITY);
        const float max = std::max(dense.max, score_one(head, query, work.keys, n, work.scores));
        vec sum = vec_set(0.0f);
        for (int i = 0; i < n; i += vec_width) {
            const vec weight = vec_exp2(vec_sub(vec_load(work.scores + i), vec_set(max)));
            sum = vec_add(sum, weight);
            vec_store(work.scores + i, weight);
        }
        const float shrink = std::exp2(dense.max - max);
        dense = {max, dense.sum * shrink + sum_lanes(sum)};
        for (int d = 0; d < head_size; d += vec_width) {
            vec total = vec_mul(vec_load(accumulator + d), vec_set(shrink));
            for (int i = 0; i < n; i++) {
                total = vec_fma(vec_set(work.scores[i]), vec_load(work.values + i * head_size + d), total);
            }
            vec_store(accumulator + d, total);
        }
    }
    return dense;
}

inline int64_t billionths(double value, double high) { return std::llround(std::clamp(value, 0.0, high) * 1e9); }

// Compares one row of `op.out` with dense attention. `log_sum` is the base-2 logarithm of the row's own sum.
template <int Static>
void compare_row(HeadSize<Static> head, const anchor_op & op, const RowSource & k, const RowSource & v, float log_sum,
                 Workspace & work, ProbedRow & probed) {
    const int head_size = head.get();
    float query[largest_head_size];
    const char * source =
        static_cast<const char *>(op.q) + probed.row * op.q_row_stride + probed.head * op.q_head_stride;
    const vec scale = vec_set(float(double(op.scale) * log2_of_e));
    for (int d = 0; d < head_size; d += vec_width) {
        vec_store(query + d, vec_mul(vec_load(source + d * sizeof(float)), scale));
    }
    const DenseRow dense = attend_all(head, query, k, v, int64_t(op.shape.n_past) + probed.row + 1, work);
    const char * out =
        static_cast<const char *>(op.out) + probed.row * op.out_row_stride + probed.head * op.out_head_stride;
    double difference = 0.0, length = 0.0;
    for (int d = 0; d < head_size; d++) {
        const double wanted = double(work.accumulators[d]) / dense.sum;
        const double off = load_unaligned<float>(out + d * sizeof(float)) - wanted;
        difference += off * off;
        length += wanted * wanted;
    }
    const double recall = std::exp2(double(log_sum) - (double(dense.max) + std::log2(double(dense.sum))));
    const double error = difference == 0.0 ? 0.0 : std::sqrt(difference / length);
    // A broken model may bring NaN here, which counts as the worst on either scale.
    probed.recall = std::isnan(recall) ? 0 : billionths(recall, 1.0);
    probed.error = std::isnan(error) ? billionths(1000.0, 1000.0) : billionths(error, 1000.0);
}

inline anchor_probe_result sum_probed(const anchor_op & op, const ProbedRow * rows, int n) {
    anchor_probe_result total = {n, 0, 0, 1000000000, 0, 0};
    for (int i = 0; i < n; i++) {
        total.pairs += int64_t(op.shape.n_past) + rows[i].row + 1;
        total.recall_sum += rows[i].recall;
        total.recall_low = std::min(total.recall_low, rows[i].recall);
        total.error_sum += rows[i].error;
        total.error_high = std::max(total.error_high, rows[i].error);
    }
    return total;
}

}  // namespace anchor::cpu
