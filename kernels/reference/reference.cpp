// The oracle: the method written as its definition, in double precision, one thread, no blocking. Slow on purpose;
// every back end is compared with it.
#include "int8_rule.h"
#include "row_reader.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace anchor::reference {
namespace {

// K or V of one KV head as doubles, [key][head_size].
std::vector<double> read_keys(const void * base, size_t row_stride, int32_t type, int64_t n_keys, int head_size) {
    std::vector<double> rows(size_t(n_keys) * head_size);
    for (int64_t key = 0; key < n_keys; key++) {
        read_row(static_cast<const char *>(base) + key * row_stride, type, head_size, &rows[key * head_size]);
    }
    return rows;
}

// The codes of those keys, by [key].
std::vector<CodedRow> code_keys(const std::vector<double> & keys, int head_size) {
    std::vector<CodedRow> coded;
    std::vector<float> row(head_size);
    for (size_t first = 0; first < keys.size(); first += head_size) {
        std::copy(keys.begin() + first, keys.begin() + first + head_size,
                  row.begin());  // exact: every type is narrower
        coded.push_back(code_row(row.data(), head_size));
    }
    return coded;
}

// Eight partial sums, so that the compiler may keep them in vector registers; count is a multiple of 8.
double dot(const double * a, const double * b, int count) {
    double partial[8] = {};
    for (int i = 0; i < count; i += 8) {
        for (int lane = 0; lane < 8; lane++) {
            partial[lane] += a[i + lane] * b[i + lane];
        }
    }
    double sum = 0.0;
    for (double value : partial) {
        sum += value;
    }
    return sum;
}

// Running softmax of one query row: scores may be added in any number of steps.
struct Row {
    double max = -INFINITY;
    double sum = 0.0;
    std::vector<double> accumulator;

    void attend(double score, const double * value) {
        const double new_max = std::max(max, score);
        const double shrink = std::exp(max - new_max);
        const double weight = std::exp(score - new_max);
        for (size_t d = 0; d < accumulator.size(); d++) {
            accumulator[d] = accumulator[d] * shrink + weight * value[d];
        }
        sum = sum * shrink + weight;
        max = new_max;
    }
};

// One (head, group) of the op.
struct Group {
    const anchor_op & op;
    int head, index;
    const std::vector<double> & keys;
    const std::vector<double> & values;
    const std::vector<CodedRow> & coded_keys;  // with int8 identify
    double * margins;                          // of this group, or NULL

    const int head_size = op.shape.head_size;
    const int64_t first_row = int64_t(index) * op.params.group;
    const int64_t n_rows = std::min<int64_t>(op.params.group, op.shape.n_q - first_row);
    const int64_t start = op.shape.n_past + first_row;  // position of the first row
    // Candidates are [sink, start - window); empty when sink and window meet.
    const int64_t candidates_begin = op.params.sink;
    const int64_t candidates_end = std::max<int64_t>(candidates_begin, start - op.params.window);

    std::vector<double> queries = {};  // scaled, [row][head_size]
    std::vector<Row> rows = {};
    std::vector<bool> kept = {};    // by key
    std::vector<double> best = {};  // by key, largest margin of any run

    const double * key(int64_t j) const { return &keys[j * head_size]; }
    const double * query(int64_t row) const { return &queries[row * head_size]; }
    bool is_candidate(int64_t j) const { return j >= candidates_begin && j < candidates_end; }

    void attend_key(int64_t row, int64_t j) {
        rows[row].attend(dot(query(row), key(j), head_size), &values[j * head_size]);
    }

    const char * query_bytes(int64_t row) const {
        return static_cast<const char *>(op.q) + (first_row + row) * op.q_row_stride + head * op.q_head_stride;
    }
    float raw_query(int64_t row, int d) const {
        float x;
        std::memcpy(&x, query_bytes(row) + sizeof x * d, sizeof x);
        return x;
    }

    void read_queries() {
        queries.resize(n_rows * head_size);
        rows.resize(n_rows);
        for (int64_t row = 0; row < n_rows; row++) {
            read_row(query_bytes(row), ANCHOR_TYPE_F32, head_size, &queries[row * head_size]);
            for (int d = 0; d < head_size; d++) {
                queries[row * head_size + d] *= op.scale;
            }
            rows[row].accumulator.assign(head_size, 0.0);
        }
    }

    void anchor(anchor_head_counts & counts) {
        for (int64_t row = 0; row < n_rows; row++) {
            const int64_t position = start + row;
            counts.pairs_causal += position + 1;
            for (int64_t j = 0; j <= position; j++) {
                if (!is_candidate(j)) {
                    attend_key(row, j);
                    counts.pairs_anchor++;
                }
            }
        }
    }

    // Keeps the candidates whose score against the run's mean query reaches `needed`.
    void compare(int64_t run, int64_t run_rows, double needed) {
        std::vector<double> mean(head_size, 0.0);
        for (int64_t row = run; row < run + run_rows; row++) {
            for (int d = 0; d < head_size; d++) {
                mean[d] += query(row)[d] / run_rows;
            }
        }
        for (int64_t j = candidates_begin; j < candidates_end; j++) {
            const double margin = dot(mean.data(), key(j), head_size) - needed;
            best[j] = std::max(best[j], margin);
            kept[j] = kept[j] || margin >= 0.0;
        }
    }

    void compare_int8(int64_t run, int64_t run_rows, double needed) {
        std::vector<float> mean(head_size, 0.0f);
        for (int64_t row = run; row < run + run_rows; row++) {
            for (int d = 0; d < head_size; d++) {
                mean[d] += raw_query(row, d);
            }
        }
        for (float & x : mean) {
            x *= 1.0f / float(run_rows);
        }
        const CodedRow coded = code_row(mean.data(), head_size);
        const float limit = run_limit(needed, coded.unit, op.scale);
        for (int64_t j = candidates_begin; j < candidates_end; j++) {
            const int32_t product = dot(coded, coded_keys[j]);
            kept[j] = kept[j] || float(product) * coded_keys[j].unit >= limit;
            best[j] = std::max(best[j], double(product) * coded_keys[j].unit * coded.unit * op.scale - needed);
        }
    }

    void identify(anchor_head_counts & counts) {
        kept.assign(start + n_rows, false);
        if (start < op.params.min_keys) {
            std::fill(kept.begin() + std::min(candidates_begin, start), kept.begin() + std::min(candidates_end, start),
                      true);
            return;
        }
        best.assign(start + n_rows, -INFINITY);
        for (int64_t run = 0; run < n_rows; run += op.params.pool) {
            const int64_t run_rows = std::min<int64_t>(op.params.pool, n_rows - run);
            double mean_reference = 0.0;
            for (int64_t row = run; row < run + run_rows; row++) {
                const bool lse = op.params.reference == ANCHOR_REFERENCE_LSE;
                mean_reference += (rows[row].max + (lse ? std::log(rows[row].sum) : 0.0)) / run_rows;
            }
            const double needed = mean_reference - op.params.theta;
            if (op.params.identify == ANCHOR_IDENTIFY_INT8) {
                compare_int8(run, run_rows, needed);
            } else {
                compare(run, run_rows, needed);
            }
            counts.pairs_identify += candidates_end - candidates_begin;
        }
        for (int64_t j = candidates_begin; j < candidates_end; j++) {
            counts.stripes_kept += kept[j];
            counts.stripes_candidates++;
            if (margins) {
                margins[j] = best[j];
            }
        }
    }

    void attend(anchor_head_counts & counts) {
        for (int64_t row = 0; row < n_rows; row++) {
            for (int64_t j = candidates_begin; j < candidates_end; j++) {
                if (kept[j]) {
                    attend_key(row, j);
                    counts.pairs_attend++;
                }
            }
        }
    }

    void write(uint8_t * mask) const {
        for (int64_t row = 0; row < n_rows; row++) {
            char * target =
                static_cast<char *>(op.out) + (first_row + row) * op.out_row_stride + head * op.out_head_stride;
            for (int d = 0; d < head_size; d++) {
                const float value = float(rows[row].accumulator[d] / rows[row].sum);
                std::memcpy(target + sizeof(float) * d, &value, sizeof value);
            }
        }
        if (!mask) {
            return;
        }
        std::memset(mask, 0, op.kept_stride);
        for (int64_t j = candidates_begin; j < candidates_end; j++) {
            mask[j / 8] |= uint8_t(kept[j] << (j % 8));
        }
    }
};

}  // namespace
}  // namespace anchor::reference

extern "C" bool anchor_reference_run(const anchor_op * op, double * margins) {
    using namespace anchor::reference;
    const anchor_shape & shape = op->shape;
    if (anchor_params_check(&op->params) || shape.head_size % 8 != 0 || shape.k_type < 0 ||
        shape.k_type >= ANCHOR_TYPE_OTHER || shape.v_type < 0 || shape.v_type >= ANCHOR_TYPE_OTHER) {
        return false;
    }
    const int64_t n_keys = int64_t(shape.n_past) + shape.n_q;
    const int groups = anchor_group_count(&shape, &op->params);
    const int heads_per_kv = shape.n_head / shape.n_head_kv;
    for (int kv_head = 0; kv_head < shape.n_head_kv; kv_head++) {
        const char * k = static_cast<const char *>(op->k) + kv_head * op->k_head_stride;
        const char * v = static_cast<const char *>(op->v) + kv_head * op->v_head_stride;
        const auto keys = read_keys(k, op->k_row_stride, shape.k_type, n_keys, shape.head_size);
        const bool int8 = op->params.identify == ANCHOR_IDENTIFY_INT8;
        const auto coded_keys = int8 ? code_keys(keys, shape.head_size) : std::vector<CodedRow>();
        const auto values = read_keys(v, op->v_row_stride, shape.v_type, n_keys, shape.head_size);
        for (int head = kv_head * heads_per_kv; head < (kv_head + 1) * heads_per_kv; head++) {
            anchor_head_counts counts = {};
            for (int index = 0; index < groups; index++) {
                const size_t slot = size_t(head) * groups + index;
                Group group{*op, head, index, keys, values, coded_keys, margins ? margins + slot * n_keys : nullptr};
                group.read_queries();
                group.anchor(counts);
                group.identify(counts);
                group.attend(counts);
                group.write(op->kept ? op->kept + slot * op->kept_stride : nullptr);
            }
            if (op->counts) {
                op->counts[head] = counts;
            }
        }
    }
    return true;
}
