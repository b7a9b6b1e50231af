// Keeping every key, the kernel must compute what ggml's dense flash attention computes on the same tensors.
#include "ggml_dense.h"
#include "op_case.h"
#include "thread_pool.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace anchor::test;

// ggml computes micro-batches in F32 tiles, as we do: differences measure 1e-5 for values of size 4. Another path of
// ggml (few rows, another build) may round queries or sums to F16, 2^-11 of their size; the tolerance leaves room for a
// part of that, while a wrong mask or a missing key shows as 1e-2 and more.
constexpr double ggml_tolerance = 1e-3;

TEST_CASE("keeping everything equals ggml's dense flash attention") {
    constexpr int32_t f16 = ANCHOR_TYPE_F16;
    for (const anchor_shape & shape : {anchor_shape{512, 1024, 12, 2, 128, f16, f16},
                                       {300, 1337, 9, 3, 64, f16, f16},
                                       {129, 0, 4, 4, 80, f16, f16},
                                       {127, 700, 4, 1, 256, f16, f16}}) {
        CaseSpec spec{shape, preset_fine};
        spec.params.theta = 1e30f;
        spec.params.min_keys = 0;
        const std::string text = describe(spec);
        CAPTURE(text);
        OpCase c(spec);
        REQUIRE(run_on_pool(c.op, 2).all(true));
        GgmlDense dense(c.op, 2);
        REQUIRE(dense.run());
        double worst = 0;
        for (size_t i = 0; i < c.out.size(); i++) {
            const double error = std::fabs(double(c.out[i]) - dense.out[i]);
            worst = error <= worst ? worst : std::isnan(error) ? INFINITY : error;
        }
        MESSAGE(text << ": largest difference " << worst);
        CHECK(worst <= ggml_tolerance);
    }
}
