// Scratch of one op, shared by its threads, carved from the caller's buffer.
#pragma once

#include "anchor_cpu.h"
#include "key_codes.h"
#include "probe.h"

#include <atomic>

namespace anchor::cpu {

// One (head, group), counted by the thread that ran it and summed by thread 0.
struct TaskRecord {
    anchor_head_counts counts;
    int64_t anchor_ns, identify_ns, attend_ns;
};

// Scratch of an op begins with this.
struct alignas(scratch_alignment) Shared {
    std::atomic<bool> stopped;
    std::atomic<int64_t> coding_ns;  // summed over threads
    int probed_rows;
};

// Then come the task records, what the probe needs, the codes of the keys, and one workspace a thread.
struct Scratch {
    Shared * shared;
    TaskRecord * records;
    float * log_sums;  // [head][row], base 2; of groups worth probing
    ProbedRow * probed;
    KeyCodes codes;
    char * workspaces;
    size_t workspace_size;
    size_t size_before_workspaces;
};

// `base` may be NULL, to measure.
inline Scratch scratch_carve(const anchor_shape & shape, const anchor_params & params, char * base) {
    Scratch scratch;
    size_t used = 0;
    const auto take = [&](size_t bytes) {
        char * at = base ? base + used : nullptr;
        used += round_up(bytes, scratch_alignment);
        return at;
    };
    scratch.shared = reinterpret_cast<Shared *>(take(sizeof(Shared)));
    const size_t tasks = anchor_cpu_task_count(&shape, &params);
    scratch.records = reinterpret_cast<TaskRecord *>(take(tasks * sizeof(TaskRecord)));
    scratch.log_sums = reinterpret_cast<float *>(take(size_t(shape.n_head) * shape.n_q * sizeof(float)));
    scratch.probed = reinterpret_cast<ProbedRow *>(take(ANCHOR_CPU_PROBE_ROWS * sizeof(ProbedRow)));
    const size_t keys = round_up(size_t(coded_keys_end(shape, params)), code_block);
    scratch.codes.keys = int64_t(keys);
    scratch.codes.codes = reinterpret_cast<uint8_t *>(take(keys * shape.n_head_kv * shape.head_size));
    scratch.codes.units = reinterpret_cast<float *>(take(keys * shape.n_head_kv * sizeof(float)));
    scratch.workspaces = take(0);
    scratch.size_before_workspaces = used;
    Workspace unused;
    scratch.workspace_size = workspace_carve(shape, params, nullptr, unused);
    return scratch;
}

}  // namespace anchor::cpu
