// What the machine can do at best, measured: multiply-adds of registers alone, on as many threads as the kernel has.
#pragma once

namespace anchor::bench {

// 10^9 multiply-adds a second and thread, mean over threads that run at the same time.
struct Peak {
    double f32, int8;
};

Peak measure_peak(int n_threads);

}  // namespace anchor::bench
