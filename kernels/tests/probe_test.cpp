// The fidelity probe: which rows it takes, that it says of them what plain double-precision attention says, and that
// the op's own result does not notice it.
#include "../cpu/probe.h"
#include "compare.h"
#include "thread_pool.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace anchor::test;

namespace {

constexpr int32_t f32 = ANCHOR_TYPE_F32, f16 = ANCHOR_TYPE_F16;
constexpr int share = ANCHOR_PROBE_SHARE_MAX, layer = 7;

const CaseSpec mixed_spec{{300, 1337, 4, 2, 64, f16, f16}, preset_fine};

anchor_probe_result probe(OpCase & c, int n_threads, int32_t of_share = share) {
    anchor_probe_result result = {-1, -1, -1, -1, -1, -1};
    c.op.probe = &result;
    c.op.probe_share = of_share;
    c.op.probe_layer = layer;
    const PoolResult run = run_on_pool(c.op, n_threads);
    REQUIRE(run.all(true));
    CHECK(run.times.probe_us >= 0);
    c.op.probe = nullptr;
    return result;
}

bool same(const anchor_probe_result & a, const anchor_probe_result & b) { return std::memcmp(&a, &b, sizeof a) == 0; }

int64_t computed_pairs(const OpCase & c) {
    int64_t computed = 0;
    for (const auto & counts : c.counts) {
        computed += counts.pairs_anchor + counts.pairs_attend;
    }
    return computed;
}

struct Chosen {
    uint64_t hash;
    int head;
    int64_t row;
};

// All rows of groups from position min_keys on, in the order in which the probe takes them.
std::vector<Chosen> rows_by_hash(const OpCase & c) {
    const anchor_shape & shape = c.op.shape;
    std::vector<Chosen> rows;
    for (int head = 0; head < shape.n_head; head++) {
        for (int64_t row = 0; row < shape.n_q; row++) {
            const int64_t start = shape.n_past + row / c.op.params.group * c.op.params.group;
            if (start >= c.op.params.min_keys && start - c.op.params.window > c.op.params.sink) {
                rows.push_back({anchor::cpu::probe_hash(layer, head, shape.n_past + row), head, row});
            }
        }
    }
    std::sort(rows.begin(), rows.end(), [](const Chosen & a, const Chosen & b) { return a.hash < b.hash; });
    return rows;
}

// Recall and error of one row by plain loops over F32 keys, from the op's own mask and output.
std::pair<double, double> compare_plainly(OpCase & c, const Chosen & at) {
    const anchor_shape & shape = c.op.shape;
    const anchor_params & params = c.op.params;
    const int kv_head = at.head / (shape.n_head / shape.n_head_kv);
    const int group = int(at.row / params.group);
    const int64_t start = shape.n_past + int64_t(group) * params.group, keys = shape.n_past + at.row + 1;
    const auto element = [&](const void * base, size_t row_stride, size_t head_stride, int64_t key, int d) {
        float x;
        std::memcpy(&x, static_cast<const char *>(base) + key * row_stride + kv_head * head_stride + d * sizeof x,
                    sizeof x);
        return double(x);
    };
    std::vector<double> scores(keys, 0.0);
    for (int64_t key = 0; key < keys; key++) {
        for (int d = 0; d < shape.head_size; d++) {
            scores[key] += c.op.scale * c.query(at.row, at.head)[d] *
                           element(c.op.k, c.op.k_row_stride, c.op.k_head_stride, key, d);
        }
    }
    const double max = *std::max_element(scores.begin(), scores.end());
    double sum = 0.0, kept_sum = 0.0, difference = 0.0, length = 0.0;
    for (int64_t key = 0; key < keys; key++) {
        const double weight = std::exp(scores[key] - max);
        const bool candidate = key >= params.sink && key < start - params.window;
        sum += weight;
        kept_sum += !candidate || c.kept_bit(at.head, group, key) ? weight : 0.0;
    }
    for (int d = 0; d < shape.head_size; d++) {
        double dense = 0.0;
        for (int64_t key = 0; key < keys; key++) {
            dense += std::exp(scores[key] - max) / sum * element(c.op.v, c.op.v_row_stride, c.op.v_head_stride, key, d);
        }
        const double off = c.out[(at.row * shape.n_head + at.head) * shape.head_size + d] - dense;
        difference += off * off;
        length += dense * dense;
    }
    return {kept_sum / sum, std::sqrt(difference / length)};
}

}  // namespace

TEST_CASE("the probe takes rows by their hash while 2% of the computed pairs last") {
    for (const anchor_params & params : {preset_fine, preset_paper}) {
        CaseSpec spec = mixed_spec;
        spec.params = params;
        OpCase c(spec);
        for (int32_t of_share : {0, 1, 50, share}) {
            const anchor_probe_result result = probe(c, 2, of_share);
            const int64_t budget = computed_pairs(c) * of_share / 10000;
            anchor_probe_result expected = {};
            for (const Chosen & at : rows_by_hash(c)) {
                const int64_t keys = 1337 + at.row + 1;
                if (expected.pairs + keys > budget) {
                    break;
                }
                expected.rows++;
                expected.pairs += keys;
            }
            CHECK(result.rows == expected.rows);
            CHECK(result.pairs == expected.pairs);
            CHECK(result.pairs * 50 <= computed_pairs(c));
            CHECK((result.rows > 0) == (of_share >= 50));
        }
        CHECK(probe(c, 1, 10000).pairs == probe(c, 1, share).pairs);  // no share goes beyond the largest
    }
}

TEST_CASE("the probe takes no more rows than it has room for, and none where nothing can be left out") {
    CaseSpec wide{{600, 1100, 8, 2, 64, f16, f16}, preset_fine};
    wide.params.theta = 1e30f;
    OpCase c(wide);
    const anchor_probe_result result = probe(c, 2);
    CHECK(result.rows <= ANCHOR_CPU_PROBE_ROWS);
    CHECK(result.rows > 60);
    CaseSpec early{{300, 0, 4, 2, 64, f16, f16}, preset_fine};  // every group lies before min_keys
    OpCase none(early);
    CHECK(same(probe(none, 2), {0, 0, 0, 1000000000, 0, 0}));
}

TEST_CASE("the op gives the same bits with a probe, and the probe the same numbers with any threads") {
    OpCase bare(mixed_spec), c(mixed_spec);
    REQUIRE(run_on_pool(bare.op, 2).all(true));
    const anchor_probe_result first = probe(c, 1);
    CHECK(first.rows > 0);
    CHECK(std::memcmp(c.out.data(), bare.out.data(), c.out.size() * sizeof(float)) == 0);
    CHECK(c.kept == bare.kept);
    for (size_t head = 0; head < c.counts.size(); head++) {
        CHECK(same_counts(c.counts[head], bare.counts[head]));
    }
    for (int n_threads : {2, 3, 4, 20}) {
        CHECK(same(probe(c, n_threads), first));
    }
}

TEST_CASE("another layer's probe takes other rows") {
    int common = 0;
    for (int64_t position = 0; position < 1000; position++) {
        common += anchor::cpu::probe_hash(1, 0, position) == anchor::cpu::probe_hash(2, 0, position);
        common += anchor::cpu::probe_hash(1, 0, position) == anchor::cpu::probe_hash(1, 1, position);
    }
    CHECK(common == 0);
}

TEST_CASE("recall and error are those of plain attention over the keys that were kept") {
    for (int head_size : {64, 80, 128}) {
        for (float theta : {-1e30f, 1.0f, 8.0f}) {
            CaseSpec spec{{200, 1200, 4, 2, head_size, f32, f32}, preset_fine, Input::Random};
            spec.params.theta = theta;
            OpCase c(spec);
            const anchor_probe_result result = probe(c, 2);
            const std::vector<Chosen> rows = rows_by_hash(c);
            double recall_sum = 0, recall_low = 1, error_sum = 0, error_high = 0;
            REQUIRE(result.rows > 0);
            for (int64_t i = 0; i < result.rows; i++) {
                const auto [recall, error] = compare_plainly(c, rows[i]);
                recall_sum += recall;
                recall_low = std::min(recall_low, recall);
                error_sum += error;
                error_high = std::max(error_high, error);
            }
            const double n = double(result.rows), tolerance = 1e-5;
            CHECK(std::fabs(double(result.recall_sum) / 1e9 - recall_sum) <= n * tolerance);
            CHECK(std::fabs(double(result.recall_low) / 1e9 - recall_low) <= tolerance);
            CHECK(std::fabs(double(result.error_sum) / 1e9 - error_sum) <= n * tolerance);
            CHECK(std::fabs(double(result.error_high) / 1e9 - error_high) <= tolerance);
            CHECK((recall_low < 0.9) == (theta < 8.0f));  // both ends of the scale were met
        }
    }
}

TEST_CASE("keeping everything is dense, in the probe's eyes too") {
    CaseSpec spec = mixed_spec;
    spec.params.theta = 1e30f;
    OpCase c(spec);
    const anchor_probe_result result = probe(c, 2);
    CHECK(result.rows > 10);
    CHECK(result.recall_low > 999990000);
    CHECK(result.error_high < 10000);
}

TEST_CASE("a broken output counts as the worst") {
    CaseSpec spec{{200, 1200, 2, 1, 64, f32, f32}, preset_fine};
    OpCase c(spec);
    c.set_key(0, 0, std::vector<float>(64, NAN));  // a sink: every row meets it
    const anchor_probe_result result = probe(c, 2);
    REQUIRE(result.rows > 0);
    CHECK(result.recall_low == 0);
    CHECK(result.error_high == int64_t(1000) * 1000000000);
}

TEST_CASE("a stopped op leaves its probe unwritten") {
    OpCase c(mixed_spec);
    anchor_probe_result result = {-1, -1, -1, -1, -1, -1};
    c.op.probe = &result;
    c.op.probe_share = share;
    CHECK(run_on_pool(c.op, 2, [](int64_t call) { return call >= 3; }).all(false));
    CHECK(result.rows == -1);
}
