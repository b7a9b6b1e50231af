// Scratch of one op, shared by its threads, carved from the caller's buffer.
#pragma once

#include "anchor_cpu.h"
#include "key_codes.h"
#include "probe.h"

#include <atomic>

namespace anchor::cpu {

// One slice of one head, counted by the thread that ran it and summed by thread 0.
struct TaskRecord {
    anchor_head_counts counts;
    int64_t anchor_ns, identify_ns, attend_ns;
};

// Scratch of an op begins with this.
struct alignas(scratch_alignment) Shared {
    std::atomic<int> stopped_in;     // the pass in which stop() said so, from 1; 0 while it did not
    std::atomic<int64_t> coding_ns;  // summed over threads
    int probed_rows;
};

// What slices leave for the second pass; empty for an op of one pass. The accumulators wait in the op's output.
struct Parked {
    uint64_t * kept;  // [head][slice][mask word], the candidates that the slice's own runs keep
    size_t words;     // of a mask
    float * row_max;  // [head][row]
    float * row_sum;  // [head][row]
};

// Then come the task records, what slices park, what the probe needs, the codes of the keys, and one workspace a
// thread.
struct Scratch {
    Shared * shared;
    Slicing slicing;
    TaskRecord * records;  // [head][slice]
    Parked parked;
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
    const auto take_floats = [&](size_t count) { return reinterpret_cast<float *>(take(count * sizeof(float))); };
    scratch.slicing = slicing_of(shape, params);
    const size_t slices = size_t(shape.n_head) * scratch.slicing.count, rows = size_t(shape.n_head) * shape.n_q;
    const bool parks = scratch.slicing.passes > 1;
    scratch.records = reinterpret_cast<TaskRecord *>(take(slices * sizeof(TaskRecord)));
    scratch.parked.words = mask_words(shape);
    scratch.parked.kept =
        reinterpret_cast<uint64_t *>(take(parks ? slices * scratch.parked.words * sizeof(uint64_t) : 0));
    scratch.parked.row_max = take_floats(parks ? rows : 0);
    scratch.parked.row_sum = take_floats(parks ? rows : 0);
    scratch.log_sums = take_floats(rows);
    scratch.probed = reinterpret_cast<ProbedRow *>(take(ANCHOR_CPU_PROBE_ROWS * sizeof(ProbedRow)));
    const size_t keys = round_up(size_t(coded_keys_end(shape, params)), code_block);
    scratch.codes.keys = int64_t(keys);
    scratch.codes.codes = reinterpret_cast<uint8_t *>(take(keys * shape.n_head_kv * shape.head_size));
    scratch.codes.units = take_floats(keys * shape.n_head_kv);
    scratch.workspaces = take(0);
    scratch.size_before_workspaces = used;
    Workspace unused;
    scratch.workspace_size = workspace_carve(shape, params, nullptr, unused);
    return scratch;
}

}  // namespace anchor::cpu
