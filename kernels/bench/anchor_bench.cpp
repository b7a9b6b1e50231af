// Times one op of one shape: the kernel, the same with identify in float32, the kernel keeping every key, and ggml's
// dense flash attention when built with it, in turns in the same run. Prints one JSON line.
//   anchor_bench [n_q n_past n_head n_head_kv head_size preset threads repeats stripes]
// preset: paper, fine or finer. stripes: percent of keys that some rows look for. A stage's time is summed over threads
// and its rate is a thread's, so that it compares with a thread's measured peak.
#include "../tests/op_case.h"
#include "../tests/thread_pool.h"
#include "peak.h"
#include "samples.h"
#ifdef ANCHOR_WITH_GGML
#include "../tests/ggml_dense.h"
#endif

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace anchor::bench;
using namespace anchor::test;

namespace {

// Wall time and stage times of one way to run the op, milliseconds.
struct Column {
    Samples wall, anchor, identify, attend;

    void run(const anchor_op & op, int n_threads) {
        const auto began = std::chrono::steady_clock::now();
        const PoolResult result = run_on_pool(op, n_threads);
        const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - began;
        wall.add(spent.count());
        anchor.add(double(result.times.anchor_us) / 1e3);
        identify.add(double(result.times.identify_us) / 1e3);
        attend.add(double(result.times.attend_us) / 1e3);
    }
};

void print_stage(const char * name, const Samples & ms, double multiply_adds, double peak) {
    const double rate = ms.median() > 0 ? multiply_adds / ms.median() / 1e6 : 0.0;
    std::printf("\"%s\":{\"ms\":%.3f,\"smallest\":%.3f,\"spread\":%.3f,\"gmacs\":%.2f,\"ofPeak\":%.3f},", name,
                ms.median(), ms.smallest(), ms.spread(), rate, rate / peak);
}

void print_whole(const char * name, const Samples & ms, const char * end) {
    std::printf("\"%s\":{\"ms\":%.3f,\"smallest\":%.3f,\"spread\":%.3f}%s", name, ms.median(), ms.smallest(),
                ms.spread(), end);
}

}  // namespace

int main(int argc, char ** argv) {
    const auto argument = [&](int i, int otherwise) { return argc > i ? std::atoi(argv[i]) : otherwise; };
    const std::string preset = argc > 6 ? argv[6] : "fine";
    CaseSpec spec;
    spec.shape = {argument(1, 2048), argument(2, 6144), argument(3, 12), argument(4, 2),
                  argument(5, 128),  ANCHOR_TYPE_F16,   ANCHOR_TYPE_F16};
    spec.params = preset == "paper" ? preset_paper : preset == "finer" ? preset_finer : preset_fine;
    spec.stripes = float(argument(9, 20)) / 100.0f;
    const int n_threads = std::max(1, argument(7, 2)), repeats = std::max(1, argument(8, 5));
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
    anchor_op in_f32 = c.op;
    in_f32.params.identify = ANCHOR_IDENTIFY_F32;
    in_f32.counts = nullptr;
    in_f32.kept = nullptr;

    Peak peak = {};
    Column sparse, f32, dense;
    Samples ggml;
#ifdef ANCHOR_WITH_GGML
    GgmlDense stock(c.op, n_threads);
#endif
    for (int i = 0; i < repeats; i++) {
        const Peak now = measure_peak(n_threads);  // the best of the run: others may be using the machine
        peak = {std::max(peak.f32, now.f32), std::max(peak.int8, now.int8)};
        sparse.run(c.op, n_threads);
        f32.run(in_f32, n_threads);
        dense.run(everything, n_threads);
#ifdef ANCHOR_WITH_GGML
        const auto began = std::chrono::steady_clock::now();
        stock.run();
        ggml.add(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
#endif
    }
    anchor_head_counts total = {};
    for (const auto & head : c.counts) {
        total.pairs_causal += head.pairs_causal;
        total.pairs_anchor += head.pairs_anchor;
        total.pairs_attend += head.pairs_attend;
        total.pairs_identify += head.pairs_identify;
    }
    const double causal = double(total.pairs_causal), size = spec.shape.head_size;
    std::printf("{\"shape\":\"%s\",\"preset\":\"%s\",\"threads\":%d,\"repeats\":%d,\"seed\":%u,\"stripes\":%.2f,",
                describe(spec).c_str(), preset.c_str(), n_threads, repeats, spec.seed, spec.stripes);
    std::printf("\"computed\":%.4f,\"identifyPairs\":%.4f,\"peakF32\":%.1f,\"peakInt8\":%.1f,",
                double(total.pairs_anchor + total.pairs_attend) / causal, double(total.pairs_identify) / causal,
                peak.f32, peak.int8);
    print_stage("anchor", sparse.anchor, 2 * size * double(total.pairs_anchor), peak.f32);
    print_stage("identify", sparse.identify, size * double(total.pairs_identify), peak.int8);
    print_stage("attend", sparse.attend, 2 * size * double(total.pairs_attend), peak.f32);
    print_stage("identifyF32", f32.identify, size * double(total.pairs_identify), peak.f32);
    print_whole("sparse", sparse.wall, ",");
    print_whole("sparseIdentifyF32", f32.wall, ",");
    print_whole("keepAll", dense.wall, ",");
    print_whole("ggml", ggml, "}\n");
    return 0;
}
