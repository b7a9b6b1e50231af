// The fidelity probe: which rows of an op are compared with dense attention, and the comparison of a tile of them.
#pragma once

#include "identify.h"

#include <algorithm>
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

inline int32_t kv_head_of(const anchor_op & op, const ProbedRow & row) {
    return row.head / (op.shape.n_head / op.shape.n_head_kv);
}

// Puts rows that read the same keys next to each other, early ones first.
inline void order_for_tiles(const anchor_op & op, ProbedRow * rows, int n) {
    std::sort(rows, rows + n, [&](const ProbedRow & a, const ProbedRow & b) {
        const int32_t a_keys = kv_head_of(op, a), b_keys = kv_head_of(op, b);
        return a_keys != b_keys ? a_keys < b_keys : a.row != b.row ? a.row < b.row : a.head < b.head;
    });
}

// How many of the n rows, in that order, share one pass over their keys.
inline int probe_tile_rows(const anchor_op & op, const ProbedRow * rows, int n) {
    int count = 1;
    while (count < n && count < row_tile && kv_head_of(op, rows[count]) == kv_head_of(op, rows[0])) {
        count++;
    }
    return count;
}

// Puts the queries of a tile's rows across lanes, scaled to base-2 scores, and empties their running softmax.
inline void read_probed_queries(const anchor_op & op, const ProbedRow * rows, int n, Workspace & work) {
    const int head_size = op.shape.head_size;
    const float scale = float(double(op.scale) * log2_of_e);
    std::fill(work.queries, work.queries + row_tile * head_size, 0.0f);
    std::fill(work.accumulators, work.accumulators + row_tile * head_size, 0.0f);
    std::fill(work.row_max, work.row_max + row_tile, -INFINITY);
    std::fill(work.row_sum, work.row_sum + row_tile, 0.0f);
    for (int lane = 0; lane < n; lane++) {
        const char * at =
            static_cast<const char *>(op.q) + rows[lane].row * op.q_row_stride + rows[lane].head * op.q_head_stride;
        for (int d = 0; d < head_size; d++) {
            work.queries[d * row_tile + lane] = load_unaligned<float>(at + d * sizeof(float)) * scale;
        }
    }
}

// Softmax of a tile's rows over all keys up to their own: row_max, row_sum and accumulators of `work`, one a lane.
template <int Static>
void attend_all(HeadSize<Static> head, const anchor_op & op, const RowSource & k, const RowSource & v,
                const ProbedRow * rows, int n, Workspace & work) {
    const int head_size = head.get();
    read_probed_queries(op, rows, n, work);
    const int64_t first_end = int64_t(op.shape.n_past) + rows[0].row + 1;
    const int64_t last_end = int64_t(op.shape.n_past) + rows[n - 1].row + 1;
    for (int64_t first = 0; first < last_end; first += key_block) {
        const int n_keys = int(std::min<int64_t>(key_block, last_end - first));
        for (int i = 0; i < n_keys; i++) {
            k.read(first + i, head_size, work.keys + i * head_size);
            v.read(first + i, head_size, work.values + i * head_size);
        }
        pad_keys(work.keys, n_keys, head_size);
        score_keys<2>(work.keys, n_keys, work.queries, head_size, work.scores);
        for (int lane = 0; lane < n && first + n_keys > first_end; lane++) {
            const int64_t seen = int64_t(op.shape.n_past) + rows[lane].row + 1 - first;
            for (int64_t key = std::max<int64_t>(seen, 0); key < n_keys; key++) {
                work.scores[key * row_tile + lane] = -INFINITY;
            }
        }
        weigh_scores(work.scores, n_keys, work.row_max, work.row_sum, work.rescale);
        add_values(work.scores, n_keys, work.values, n, head_size, work.rescale, work.accumulators);
    }
}

inline int64_t billionths(double value, double high) { return std::llround(std::clamp(value, 0.0, high) * 1e9); }

// Compares a row of `op.out` with the dense one in a lane of `work`. `log_sum` is the base-2 logarithm of its own sum.
inline void compare_row(const anchor_op & op, const Workspace & work, int lane, float log_sum, ProbedRow & probed) {
    const int head_size = op.shape.head_size;
    const char * out =
        static_cast<const char *>(op.out) + probed.row * op.out_row_stride + probed.head * op.out_head_stride;
    const double sum = work.row_sum[lane];
    double difference = 0.0, length = 0.0;
    for (int d = 0; d < head_size; d++) {
        const double wanted = work.accumulators[lane * head_size + d] / sum;
        const double off = load_unaligned<float>(out + d * sizeof(float)) - wanted;
        difference += off * off;
        length += wanted * wanted;
    }
    const double recall = std::exp2(double(log_sum) - (double(work.row_max[lane]) + std::log2(sum)));
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
