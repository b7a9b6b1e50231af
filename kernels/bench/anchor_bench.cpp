// Times one op of one shape: the kernel with a preset, the kernel keeping every key, and ggml's dense flash attention
// when built with it, in turns in the same run. Prints one JSON line.
//   anchor_bench [n_q n_past n_head n_head_kv head_size preset threads repeats noise]
// preset: paper, fine or finer. noise 1: plain normal inputs; 0 (default): planted stripes.
#include "../tests/op_case.h"
#include "../tests/thread_pool.h"
#ifdef ANCHOR_WITH_GGML
#include "../tests/ggml_dense.h"
#endif

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace anchor::test;

namespace {

struct Samples {
    std::vector<double> milliseconds;

    void time(const std::function<bool()> & work) {
        const auto began = std::chrono::steady_clock::now();
        const bool finished = work();
        const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - began;
        if (finished) {
            milliseconds.push_back(spent.count());
        }
    }
    double median() {
        std::sort(milliseconds.begin(), milliseconds.end());
        return milliseconds.empty() ? 0.0 : milliseconds[milliseconds.size() / 2];
    }
    // (largest - smallest) / median.
    double spread() {
        const double middle = median();
        return middle > 0 ? (milliseconds.back() - milliseconds.front()) / middle : 0.0;
    }
};

}  // namespace

int main(int argc, char ** argv) {
    const auto argument = [&](int i, int otherwise) { return argc > i ? std::atoi(argv[i]) : otherwise; };
    const std::string preset = argc > 6 ? argv[6] : "fine";
    CaseSpec spec;
    spec.shape = {argument(1, 2048), argument(2, 6144), argument(3, 12), argument(4, 2),
                  argument(5, 128),  ANCHOR_TYPE_F16,   ANCHOR_TYPE_F16};
    spec.params = preset == "paper" ? preset_paper : preset == "finer" ? preset_finer : preset_fine;
    spec.input = argument(9, 0) ? Input::Random : Input::Planted;
    const int n_threads = std::max(1, argument(7, 2)), repeats = std::max(1, argument(8, 3));
    const anchor_reason reason = anchor_cpu_choose(&spec.shape, &spec.params);
    if (reason != ANCHOR_SPARSE) {
        std::fprintf(stderr, "this shape runs dense: %s\n", anchor_reason_name(reason));
        return 1;
    }
    OpCase c(spec);
    anchor_op everything = c.op;
    everything.params.min_keys = 1048576;  // every group below it: all candidates kept, no identify
    everything.counts = nullptr;
    everything.kept = nullptr;

    Samples sparse, dense, ggml;
    PoolResult last;
    const auto run_sparse = [&] { return (last = run_on_pool(c.op, n_threads)).all(true); };
    const auto run_dense = [&] { return run_on_pool(everything, n_threads).all(true); };
#ifdef ANCHOR_WITH_GGML
    GgmlDense stock(c.op, n_threads);
    const auto run_ggml = [&] { return stock.run(); };
#endif
    for (int i = 0; i < repeats; i++) {
        sparse.time(run_sparse);
        dense.time(run_dense);
#ifdef ANCHOR_WITH_GGML
        ggml.time(run_ggml);
#endif
    }
    anchor_head_counts total = {};
    for (const auto & head : c.counts) {
        total.pairs_causal += head.pairs_causal;
        total.pairs_anchor += head.pairs_anchor;
        total.pairs_attend += head.pairs_attend;
        total.pairs_identify += head.pairs_identify;
    }
    const double causal = double(total.pairs_causal);
    std::printf("{\"shape\":\"%s\",\"preset\":\"%s\",\"threads\":%d,\"repeats\":%d,\"computed\":%.4f,\"identify\":%.4f,"
                "\"sparse_ms\":%.2f,\"sparse_spread\":%.3f,\"anchor_ms\":%.2f,\"identify_ms\":%.2f,\"attend_ms\":%.2f,"
                "\"dense_ms\":%.2f,\"dense_spread\":%.3f,\"dense_gflops\":%.1f,\"ratio_dense\":%.2f,"
                "\"ggml_ms\":%.2f,\"ggml_spread\":%.3f,\"ratio_ggml\":%.2f}\n",
                describe(spec).c_str(), preset.c_str(), n_threads, repeats,
                (total.pairs_anchor + total.pairs_attend) / causal, total.pairs_identify / causal, sparse.median(),
                sparse.spread(), last.times.anchor_us / 1e3, last.times.identify_us / 1e3, last.times.attend_us / 1e3,
                dense.median(), dense.spread(), 4.0 * causal * spec.shape.head_size / dense.median() / 1e6,
                dense.median() / sparse.median(), ggml.median(), ggml.spread(), ggml.median() / sparse.median());
    return 0;
}
