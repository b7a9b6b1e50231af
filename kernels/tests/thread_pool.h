// Runs a CPU op on plain threads by the protocol of anchor_pool. No OpenMP, so that the thread sanitizer sees every
// lock.
#pragma once

#include "anchor_cpu.h"

#include <functional>
#include <vector>

namespace anchor::test {

struct PoolResult {
    std::vector<bool> returned;  // what anchor_cpu_run returned, by thread
    int64_t stop_calls = 0;
    anchor_cpu_times times = {};

    bool all(bool value) const;
};

// `stop(n)` answers the n-th stop() call of the run, n counted from 0 over all threads; empty means never.
PoolResult run_on_pool(const anchor_op & op, int n_threads, const std::function<bool(int64_t)> & stop = {});

}  // namespace anchor::test
