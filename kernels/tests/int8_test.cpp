// The int8 rule bit by bit: codes, units and comparisons equal the oracle's plain loops, in every instruction set.
#include "../cpu/identify_int8.h"
#include "../reference/int8_rule.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace anchor::cpu;
namespace oracle = anchor::reference;

namespace {

constexpr int head_sizes[] = {64, 80, 96, 128, 256};

void check_codes(const std::vector<float> & row) {
    const int head_size = int(row.size());
    std::vector<int8_t> codes(head_size, 99);
    const float unit = code_row(row.data(), head_size, codes.data());
    const oracle::CodedRow expected = oracle::code_row(row.data(), head_size);
    CHECK(unit == expected.unit);
    CHECK(codes == expected.codes);
}

}  // namespace

TEST_CASE("a row's codes are the oracle's") {
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (int head_size : head_sizes) {
        for (float size : {1e-28f, 1e-3f, 1.0f, 300.0f, 1e28f}) {
            std::vector<float> row(head_size);
            for (float & x : row) {
                x = normal(random) * size;
            }
            check_codes(row);
        }
    }
}

TEST_CASE("halves round to even, and the largest element gets 127") {
    std::vector<float> row(64, 0.0f);
    row[0] = 127.0f, row[1] = 0.5f, row[2] = 1.5f, row[3] = -2.5f, row[4] = -126.5f;
    check_codes(row);
    int8_t codes[64];
    CHECK(code_row(row.data(), 64, codes) == 1.0f);
    CHECK(int(codes[0]) == 127);
    CHECK(int(codes[1]) == 0);
    CHECK(int(codes[2]) == 2);
    CHECK(int(codes[3]) == -2);
    CHECK(int(codes[4]) == -126);
}

TEST_CASE("rows without a usable size get zeros") {
    for (float x : {0.0f, 1e-38f, std::ldexp(1.0f, -101), std::ldexp(1.0f, 101), INFINITY, NAN}) {
        std::vector<float> row(64, 0.0f);
        row[17] = x;
        check_codes(row);
        int8_t codes[64];
        CHECK(code_row(row.data(), 64, codes) == 0.0f);
    }
    for (float x : {std::ldexp(1.0f, -100), std::ldexp(1.0f, 100)}) {
        check_codes(std::vector<float>(64, -x));
    }
}

// Codes at their extremes as well: 256 products of 127 * 127 need every bit of a sum that does not saturate.
TEST_CASE("products and comparisons with the limits are exact") {
    std::mt19937 random(5);
    for (int head_size : head_sizes) {
        for (bool extreme : {false, true}) {
            const auto fill = [&](oracle::CodedRow & row) {
                row.unit = float(1 + random() % 1000) / 1024.0f;
                row.codes.resize(head_size);
                for (int8_t & code : row.codes) {
                    code = int8_t(extreme ? (random() % 8 ? 127 : -127) : int(random() % 255) - 127);
                }
            };
            std::vector<oracle::CodedRow> keys(code_block), runs(run_tile);
            std::vector<uint8_t> block(size_t(code_block) * head_size);
            std::vector<float> units;
            for (int i = 0; i < code_block; i++) {
                fill(keys[i]);
                units.push_back(keys[i].unit);
                place_codes(keys[i].codes.data(), i, head_size, block.data());
            }
            std::vector<CodeQuad> quads(size_t(head_size) / 4 * run_tile);
            std::vector<int32_t> starts(run_tile);
            std::vector<float> limits(run_tile);
            for (int run = 0; run < run_tile; run++) {
                fill(runs[run]);
                starts[run] = place_run_codes(runs[run].codes.data(), run, head_size, quads.data());
            }
            // Each limit is the very score of one key, so that a sum off by one or another order of rounding shows.
            uint64_t expected = 0;
            for (int run = 0; run < run_tile; run++) {
                const oracle::CodedRow & at = keys[random() % code_block];
                limits[run] = float(oracle::dot(runs[run], at)) * at.unit;
                for (int i = 0; i < code_block; i++) {
                    const bool reaches = float(oracle::dot(runs[run], keys[i])) * keys[i].unit >= limits[run];
                    expected |= uint64_t(reaches) << i;
                }
            }
            const HeadSize<0> size{head_size};
            CHECK(compare_block(size, block.data(), units.data(), {quads.data(), starts.data(), limits.data()}) ==
                  expected);
            // One run alone, the others as a tile's padding: the union above may hide a wrong one.
            for (int run = 1; run < run_tile; run++) {
                limits[run] = INFINITY;
            }
            expected = 0;
            for (int i = 0; i < code_block; i++) {
                expected |= uint64_t(float(oracle::dot(runs[0], keys[i])) * keys[i].unit >= limits[0]) << i;
            }
            CHECK(compare_block(size, block.data(), units.data(), {quads.data(), starts.data(), limits.data()}) ==
                  expected);
        }
    }
}

TEST_CASE("a run's limit is the oracle's, at its ends too") {
    for (float theta : {-3.4e38f, -2.0f, 8.0f, 3.4e38f}) {
        for (float unit : {0.0f, 1e-30f, 0.03f, 1e28f}) {
            CHECK(limit_of(3.25, theta, unit, 0.125f) == oracle::run_limit(3.25 - double(theta), unit, 0.125f));
        }
    }
}

TEST_CASE("candidate bits cut a word at both ends") {
    GroupSpan span = {};
    span.sink_end = 130, span.local_begin = 200;
    CHECK(candidate_bits(span, 64) == 0);
    CHECK(candidate_bits(span, 128) == ~uint64_t(3));
    CHECK(candidate_bits(span, 192) == 0xff);
    CHECK(candidate_bits(span, 256) == 0);
    span.local_begin = 131;
    CHECK(candidate_bits(span, 128) == 4);
    span.local_begin = 130;
    CHECK(candidate_bits(span, 128) == 0);
}
