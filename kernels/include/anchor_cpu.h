// The CPU back end of AnchorAttention. Every thread of a pool calls anchor_cpu_run with the same arguments but its own
// thread index; the work is cut into anchor_cpu_task_count tasks, one a head and slice of a group (cpu/slices.h), taken
// from a shared counter. Groups of more than 256 rows have several slices and run in two passes.
// The result does not depend on the number of threads or on which thread takes which task.
#pragma once

#include "anchor_attention.h"

#ifdef __cplusplus
extern "C" {
#endif

// What the kernel needs from the thread pool that runs it.
struct anchor_pool {
    void * context;
    int thread;  // 0 .. n_threads - 1
    int n_threads;
    int (*take)(void * context);  // next value of the op's shared counter; the first n_threads values are pre-dealt:
                                  // thread t starts with task t, then asks take() (which starts at n_threads)
    void (*barrier)(void * context);  // all threads meet
    bool (*stop)(void * context);     // polled once before each task by the thread that runs it; true abandons the op
};

// Times of one op in microseconds: stages summed over threads, the probe as wall time.
struct anchor_cpu_times {
    int64_t anchor_us, identify_us, attend_us;
    int64_t probe_us;
};

// ANCHOR_SPARSE when this back end can run the op (anchor_choose plus the types it reads), else the reason.
enum anchor_reason anchor_cpu_choose(const struct anchor_shape * shape, const struct anchor_params * params);

// Bytes of scratch for n_threads threads: per thread O(slice * head_size) plus one bit a key, plus one record (under
// 128 bytes) a slice and query head, plus, where groups have several slices, one bit a key, slice and query head and 8
// bytes a row and query head, plus, with int8 identify, the codes of the keys that can be candidates: head_size + 4
// bytes a key and KV head, plus, for the probe, 4 bytes a row and query head and under 16 KiB.
size_t anchor_cpu_scratch_size(const struct anchor_shape * shape, const struct anchor_params * params, int n_threads);

// Tasks of the op = calls of stop(): n_head * slices, twice that for two passes. A pure function of shape and
// parameters; compiled apart from the kernel (common/cpu_tasks.cpp).
int32_t anchor_cpu_task_count(const struct anchor_shape * shape, const struct anchor_params * params);

// Most rows that the probe of one op compares.
#define ANCHOR_CPU_PROBE_ROWS 256

// Runs the op. `scratch` is shared by all threads (64-byte aligned, anchor_cpu_scratch_size bytes). op->counts,
// *op->probe and *times (may be NULL) are complete when thread 0 returns. Returns false, on every thread alike, when
// stop() said so; `out` is then partly written. The caller must have asked anchor_cpu_choose first.
bool anchor_cpu_run(const struct anchor_op * op, const struct anchor_pool * pool, void * scratch,
                    struct anchor_cpu_times * times);

#ifdef __cplusplus
}
#endif
