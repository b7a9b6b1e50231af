#include "../cpu/row_loader.h"
#include "../reference/row_reader.h"
#include "encode.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace anchor::cpu;
using namespace anchor::test;

namespace {

float exp2_of(float x) {
    float lanes[vec_width];
    vec_store(lanes, vec_exp2(vec_set(x)));
    return lanes[vec_width - 1];
}

}  // namespace

TEST_CASE("vec_exp2 is within 2e-7 of 2^x over all weights a softmax can meet") {
    double worst = 0;
    for (int i = 0; i <= 2000000; i++) {
        const float x = -126.0f * float(i) / 2000000.0f;
        worst = std::max(worst, std::fabs(exp2_of(x) / std::exp2(double(x)) - 1.0));
    }
    MESSAGE("largest relative error " << worst);
    CHECK(worst <= 2e-7);
}

TEST_CASE("vec_exp2 is exact at its ends") {
    CHECK(exp2_of(0.0f) == 1.0f);
    CHECK(exp2_of(-1.0f) == 0.5f);
    CHECK(exp2_of(-126.0f) == std::ldexp(1.0f, -126));
    CHECK(exp2_of(-126.5f) == 0.0f);
    CHECK(exp2_of(-1e30f) == 0.0f);
    CHECK(exp2_of(-INFINITY) == 0.0f);
    CHECK(std::isnan(exp2_of(NAN)));
}

TEST_CASE("vec_hide_first hides exactly the first n lanes") {
    for (int n = 0; n <= vec_width; n++) {
        float lanes[vec_width];
        vec_store(lanes, vec_hide_first(vec_set(1.0f), n));
        for (int lane = 0; lane < vec_width; lane++) {
            CHECK(lanes[lane] == (lane < n ? -INFINITY : 1.0f));
        }
    }
}

TEST_CASE("F16 survives a round trip of every bit pattern") {
    for (uint32_t bits = 0; bits < 0x10000; bits++) {
        const float value = anchor::float_from_f16(uint16_t(bits));
        if (!std::isnan(value)) {
            REQUIRE(f16_from_float(value) == bits);
        }
    }
}

TEST_CASE("row loaders agree with the reference reader on unaligned rows") {
    std::mt19937 random(7);
    for (int type = ANCHOR_TYPE_F32; type <= ANCHOR_TYPE_Q8_0; type++) {
        const int head_size = 96;
        std::vector<char> bytes(head_size * 4 + 2);
        for (char & byte : bytes) {
            byte = char(random() % 0x38);  // finite in every type
        }
        std::vector<float> loaded(head_size);
        std::vector<double> expected(head_size);
        row_loader(type)(bytes.data() + 2, head_size, loaded.data());
        anchor::reference::read_row(bytes.data() + 2, type, head_size, expected.data());
        for (int d = 0; d < head_size; d++) {
            CHECK(loaded[d] == float(expected[d]));
        }
    }
    CHECK(!row_loader(ANCHOR_TYPE_OTHER));
}
