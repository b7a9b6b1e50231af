#include "peak.h"

#include "../cpu/int8_tile.h"

#include <chrono>
#include <thread>
#include <vector>

namespace anchor::bench {
namespace {

using namespace anchor::cpu;

// Enough sums to hide the latency of two products a cycle, few enough for 16 registers.
constexpr int n_sums = 12;
constexpr int64_t rounds = 1 << 20;

double rate_of(double multiply_adds, std::chrono::steady_clock::time_point began) {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began;
    return multiply_adds / spent.count() / 1e9;
}

double f32_rate(float * out) {
    vec sum[n_sums], a = vec_set(out[0]), b = vec_set(out[1]);
    for (vec & one : sum) {
        one = vec_set(0.0f);
    }
    const auto began = std::chrono::steady_clock::now();
    for (int64_t i = 0; i < rounds; i++) {
        ANCHOR_UNROLL
        for (int j = 0; j < n_sums; j++) {
            sum[j] = vec_fma(a, b, sum[j]);
        }
    }
    const double rate = rate_of(double(rounds) * n_sums * vec_width, began);
    for (const vec & one : sum) {
        vec_store(out, vec_add(vec_load(out), one));
    }
    return rate;
}

#if defined(ANCHOR_INT8_VECTORS)
double int8_rate(float * out) {
    uint8_t keys[4 * code_lanes] = {uint8_t(out[0])};
    const int8_t codes[4] = {1, 2, 3, int8_t(out[1])};
    const CodeKeys a = code_load(keys);
    const CodeQuad b = code_quad(codes);
    CodeSums sum[n_sums];
    for (CodeSums & one : sum) {
        one = code_set(0);
    }
    const auto began = std::chrono::steady_clock::now();
    for (int64_t i = 0; i < rounds; i++) {
        ANCHOR_UNROLL
        for (int j = 0; j < n_sums; j++) {
            sum[j] = code_add_products(sum[j], a, b);
        }
    }
    const double rate = rate_of(double(rounds) * n_sums * code_lanes * 4, began);
    const std::vector<float> units(code_lanes, 1.0f);
    for (const CodeSums & one : sum) {
        out[0] += float(code_bits(code_at_least(one, units.data(), 1.0f)));
    }
    return rate;
}
#else
// No one instruction to measure.
double int8_rate(float *) { return 0.0; }
#endif

}  // namespace

Peak measure_peak(int n_threads) {
    std::vector<Peak> peaks(n_threads);
    std::vector<std::thread> threads;
    for (Peak & peak : peaks) {
        threads.emplace_back([&peak] {
            volatile float seed = 1.0f;  // the compiler must not know the numbers
            float out[vec_width] = {seed, seed};
            f32_rate(out);  // lets the clock settle
            peak.f32 = f32_rate(out);
            peak.int8 = int8_rate(out);
            seed = out[0];
        });
    }
    for (auto & thread : threads) {
        thread.join();
    }
    Peak mean = {};
    for (const Peak & peak : peaks) {
        mean.f32 += peak.f32 / n_threads;
        mean.int8 += peak.int8 / n_threads;
    }
    return mean;
}

}  // namespace anchor::bench
