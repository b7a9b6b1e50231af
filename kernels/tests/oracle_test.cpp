// The oracle against closed forms, so that it is more than a second opinion.
#include "compare.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

using namespace anchor::test;

TEST_CASE("the oracle counts by closed form") {
    // 300 rows after 1100 keys, groups of 128: groups start at 1100, 1228 and 1356, the last has 44 rows.
    CaseSpec spec{{300, 1100, 1, 1, 64, ANCHOR_TYPE_F32, ANCHOR_TYPE_F32},
                  {128, 4, -1e30f, ANCHOR_REFERENCE_LSE, 100, 50, 1200, ANCHOR_IDENTIFY_INT8, 0}};
    OpCase c(spec);
    REQUIRE(anchor_reference_run(&c.op, nullptr));
    const anchor_head_counts & counts = c.counts[0];
    const int64_t causal = 300 * 1100 + 300 * 301 / 2;
    const int64_t candidates[3] = {1100 - 50 - 100, 1228 - 50 - 100, 1356 - 50 - 100};
    CHECK(counts.pairs_causal == causal);
    CHECK(counts.pairs_anchor == causal - 128 * candidates[0] - 128 * candidates[1] - 44 * candidates[2]);
    CHECK(counts.pairs_identify == 32 * candidates[1] + 11 * candidates[2]);  // the first group is below min_keys
    CHECK(counts.pairs_attend == 128 * candidates[0]);                        // and keeps all it has
    CHECK(counts.stripes_candidates == candidates[1] + candidates[2]);
    CHECK(counts.stripes_kept == 0);
    CHECK(c.kept_bit(0, 0, 100));
    CHECK(c.kept_bit(0, 0, 1049));
    CHECK_FALSE(c.kept_bit(0, 0, 99));
    CHECK_FALSE(c.kept_bit(0, 0, 1050));
    CHECK_FALSE(c.kept_bit(0, 1, 500));
}

TEST_CASE("the oracle averages values when all scores are equal") {
    CaseSpec spec{{3, 0, 1, 1, 64, ANCHOR_TYPE_F32, ANCHOR_TYPE_F32}, preset_fine};
    OpCase c(spec);
    for (int row = 0; row < 3; row++) {
        std::fill(c.query(row, 0), c.query(row, 0) + 64, 0.0f);
    }
    REQUIRE(anchor_reference_run(&c.op, nullptr));
    const auto value = [&](int key, int d) {
        float x;
        std::memcpy(&x, static_cast<const char *>(c.op.v) + key * c.op.v_row_stride + d * sizeof(float), sizeof x);
        return double(x);
    };
    for (int d = 0; d < 64; d++) {
        CHECK(c.out[d] == doctest::Approx(value(0, d)));
        CHECK(c.out[128 + d] == doctest::Approx((value(0, d) + value(1, d) + value(2, d)) / 3));
    }
}

TEST_CASE("the oracle refuses what it cannot read") {
    CaseSpec spec{{2, 0, 1, 1, 64, ANCHOR_TYPE_F32, ANCHOR_TYPE_F32}, preset_fine};
    OpCase c(spec);
    c.op.params.pool = 0;
    CHECK_FALSE(anchor_reference_run(&c.op, nullptr));
    c.op.params = preset_fine;
    c.op.shape.k_type = ANCHOR_TYPE_OTHER;
    CHECK_FALSE(anchor_reference_run(&c.op, nullptr));
}
