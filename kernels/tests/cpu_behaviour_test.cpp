// What the CPU kernel promises whatever the numbers are: thread counts, stopping, extremes of theta, stale cells.
#include "compare.h"
#include "thread_pool.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace anchor::test;

namespace {

constexpr int32_t f32 = ANCHOR_TYPE_F32, f16 = ANCHOR_TYPE_F16;

const CaseSpec mixed_spec{{300, 1337, 4, 2, 64, f16, f16}, preset_fine};
// Groups of 512 and 188 rows, so of two slices and one: two passes of 3 slices.
const CaseSpec sliced_spec{{700, 1337, 4, 2, 64, f16, f16},
                           {512, 64, 12.0f, ANCHOR_REFERENCE_MAX, 128, 128, 1024, ANCHOR_IDENTIFY_INT8, 0}};

// Plain dense causal attention in double, of one element row.
std::vector<double> dense_row(OpCase & c, int64_t row, int head) {
    const anchor_shape & shape = c.op.shape;
    const int kv_head = head / (shape.n_head / shape.n_head_kv);
    const auto element = [&](const void * base, size_t row_stride, size_t head_stride, int64_t key, int d) {
        float x;
        std::memcpy(&x, static_cast<const char *>(base) + key * row_stride + kv_head * head_stride + d * 4, 4);
        return double(x);
    };
    std::vector<double> scores(shape.n_past + row + 1), out(shape.head_size);
    double max = -INFINITY, sum = 0;
    for (size_t key = 0; key < scores.size(); key++) {
        for (int d = 0; d < shape.head_size; d++) {
            scores[key] += c.query(row, head)[d] * element(c.op.k, c.op.k_row_stride, c.op.k_head_stride, key, d);
        }
        scores[key] *= c.op.scale;
        max = std::max(max, scores[key]);
    }
    for (size_t key = 0; key < scores.size(); key++) {
        const double weight = std::exp(scores[key] - max);
        sum += weight;
        for (int d = 0; d < shape.head_size; d++) {
            out[d] += weight * element(c.op.v, c.op.v_row_stride, c.op.v_head_stride, key, d);
        }
    }
    for (double & x : out) {
        x /= sum;
    }
    return out;
}

}  // namespace

TEST_CASE("the result does not depend on the number of threads") {
    for (const CaseSpec & spec : {mixed_spec, sliced_spec}) {
        OpCase first(spec);
        REQUIRE(run_on_pool(first.op, 1).all(true));
        for (int n_threads : {2, 3, 4, 8, 20}) {  // 20: more threads than tasks of a pass
            OpCase c(spec);
            REQUIRE(run_on_pool(c.op, n_threads).all(true));
            CHECK(std::memcmp(c.out.data(), first.out.data(), c.out.size() * sizeof(float)) == 0);
            CHECK(c.kept == first.kept);
            for (size_t head = 0; head < c.counts.size(); head++) {
                CHECK(same_counts(c.counts[head], first.counts[head]));
            }
        }
    }
}

TEST_CASE("a group of many rows has more tasks than there are heads, and one list") {
    const auto tasks = [](int32_t n_q, const anchor_params & params) {
        const anchor_shape shape = {n_q, 2048, 9, 3, 64, f16, f16};
        return anchor_cpu_task_count(&shape, &params);
    };
    CHECK(tasks(2048, preset_paper) == 9 * 8 * 2);
    CHECK(tasks(2049, preset_paper) == 9 * 9 * 2);  // a group of one row, so of one slice
    CHECK(tasks(256, preset_paper) == 9);
    CHECK(tasks(2048, preset_fine) == 9 * 16);
    anchor_params one_run = preset_paper;
    one_run.pool = 2048;  // a run is never cut
    CHECK(tasks(2048, one_run) == 9);
    OpCase c(sliced_spec);
    REQUIRE(run_on_pool(c.op, 3).all(true));
    const Comparison result = compare_with_oracle(c);
    CHECK(result.wrong_keys == 0);
    CHECK(result.groups_skipped == 0);
    CHECK(result.counts_equal);
    CHECK(result.largest_error <= output_tolerance(c));
    CHECK(c.counts[0].stripes_kept > 0);
    CHECK(c.counts[0].stripes_kept < c.counts[0].stripes_candidates);
}

TEST_CASE("stop is polled once a task, and every thread leaves when it says so") {
    for (const CaseSpec & spec : {mixed_spec, sliced_spec}) {
        OpCase c(spec);
        const int tasks = anchor_cpu_task_count(&c.op.shape, &c.op.params);
        CHECK(tasks == (spec.params.group == 128 ? 12 : 24));
        for (int n_threads : {1, 2, 3, 8, 20}) {
            CAPTURE(n_threads);
            const PoolResult whole = run_on_pool(c.op, n_threads);
            CHECK(whole.all(true));
            CHECK(whole.stop_calls == tasks);
            for (int at : {0, 1, tasks / 2, tasks - 1}) {
                CAPTURE(at);
                const PoolResult stopped = run_on_pool(c.op, n_threads, [&](int64_t call) { return call == at; });
                CHECK(stopped.all(false));
                CHECK(stopped.stop_calls <= tasks);
                const PoolResult insisting = run_on_pool(c.op, n_threads, [&](int64_t call) { return call >= at; });
                CHECK(insisting.all(false));
            }
        }
        // A stopped op leaves nothing behind that spoils the next.
        OpCase fresh(spec);
        CHECK(run_on_pool(fresh.op, 2).all(true));
        CHECK(run_on_pool(c.op, 2).all(true));
        CHECK(std::memcmp(c.out.data(), fresh.out.data(), c.out.size() * sizeof(float)) == 0);
    }
}

TEST_CASE("counts, masks and times are optional") {
    OpCase c(mixed_spec), bare(mixed_spec);
    REQUIRE(run_on_pool(c.op, 2).all(true));
    bare.op.counts = nullptr;
    bare.op.kept = nullptr;
    CHECK(run_on_pool(bare.op, 2).all(true));
    CHECK(std::memcmp(c.out.data(), bare.out.data(), c.out.size() * sizeof(float)) == 0);
}

TEST_CASE("times cover the stages that ran") {
    OpCase c(mixed_spec);
    const PoolResult result = run_on_pool(c.op, 2);
    CHECK(result.times.anchor_us > 0);
    CHECK(result.times.identify_us > 0);
    CHECK(result.times.attend_us >= 0);
}

TEST_CASE("a theta of -1e30 keeps nothing and counts by closed form") {
    CaseSpec spec = mixed_spec;
    spec.params.theta = -1e30f;
    OpCase c(spec);
    REQUIRE(run_on_pool(c.op, 2).all(true));
    // Groups of 128, 128 and 44 rows start at 1337, 1465 and 1593; candidates are [128, start - 128).
    const int64_t candidates[3] = {1337 - 256, 1465 - 256, 1593 - 256};
    const int64_t causal = 300 * 1337 + 300 * 301 / 2;
    const int64_t left_out = 128 * candidates[0] + 128 * candidates[1] + 44 * candidates[2];
    const anchor_head_counts expected = {causal,
                                         causal - left_out,
                                         32 * candidates[0] + 32 * candidates[1] + 11 * candidates[2],
                                         0,
                                         0,
                                         candidates[0] + candidates[1] + candidates[2]};
    for (const auto & counts : c.counts) {
        CHECK(same_counts(counts, expected));
    }
    for (uint8_t byte : c.kept) {
        REQUIRE(byte == 0);
    }
    const Comparison result = compare_with_oracle(c);
    CHECK(result.largest_error <= output_tolerance(c));
}

TEST_CASE("a theta of +1e30 keeps everything and equals plain dense softmax") {
    CaseSpec spec{{300, 1337, 2, 1, 64, f32, f32}, preset_fine};
    spec.params.theta = 1e30f;
    OpCase c(spec);
    REQUIRE(run_on_pool(c.op, 2).all(true));
    for (const auto & counts : c.counts) {
        CHECK(counts.stripes_kept == counts.stripes_candidates);
        CHECK(counts.pairs_anchor + counts.pairs_attend == counts.pairs_causal);
    }
    double worst = 0;
    for (int64_t row = 0; row < 300; row += 13) {
        for (int head = 0; head < 2; head++) {
            const std::vector<double> expected = dense_row(c, row, head);
            for (int d = 0; d < 64; d++) {
                worst = std::max(worst, std::fabs(expected[d] - c.out[(row * 2 + head) * 64 + d]));
            }
        }
    }
    CHECK(worst <= output_tolerance(c));
}

TEST_CASE("the largest finite thetas behave as infinities") {
    for (float theta : {3.4e38f, -3.4e38f}) {
        CaseSpec spec = mixed_spec;
        spec.params.theta = theta;
        OpCase c(spec);
        REQUIRE(run_on_pool(c.op, 2).all(true));
        CHECK(c.counts[0].stripes_kept == (theta > 0 ? c.counts[0].stripes_candidates : 0));
    }
}

TEST_CASE("cells after the last key are never read") {
    for (int32_t n_q : {1, 63, 64, 65, 129}) {
        for (int32_t n_past : {0, 1, 1337}) {
            for (const anchor_params & params : {preset_fine, preset_paper}) {
                CaseSpec spec{{n_q, n_past, 2, 1, 64, f16, f16}, params};  // every later cell holds NaN
                spec.params.min_keys = 0;
                OpCase c(spec);
                REQUIRE(run_on_pool(c.op, 1).all(true));
                for (float x : c.out) {
                    REQUIRE(std::isfinite(x));
                }
            }
        }
    }
}

TEST_CASE("a lookup by one row of a group survives finer and is lost by paper") {
    constexpr int64_t row = 77, key = 700;
    CaseSpec spec{{128, 2048, 1, 1, 64, f32, f32}, preset_finer};
    const auto keeps = [&](const anchor_params & params) {
        spec.params = params;
        OpCase c(spec);
        // The row asks for exactly this key, at a score of 30; no other row does, so that the mean over 128 rows gains
        // 0.2.
        std::vector<float> direction(64, 0.0f);
        direction[5] = 1.0f;
        std::vector<float> key_row(64, 0.0f);
        key_row[5] = 16.0f;
        c.set_key(key, 0, key_row);
        c.query(row, 0)[5] += 30.0f * 8.0f / 16.0f;
        CHECK(run_on_pool(c.op, 2).all(true));
        const Comparison result = compare_with_oracle(c);
        CHECK(result.wrong_keys == 0);
        CHECK(result.largest_error <= output_tolerance(c));
        return c.kept_bit(0, 0, key);
    };
    CHECK(keeps(preset_finer));
    CHECK_FALSE(keeps(preset_paper));
}
