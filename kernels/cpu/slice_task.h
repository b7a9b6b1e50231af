// A task: one slice of one head, from its queries to its rows of the output, in one pass or two.
#pragma once

#include "identify_int8.h"
#include "op_scratch.h"
#include "stages.h"

#include <chrono>

namespace anchor::cpu {

inline int64_t nanoseconds() {
    using namespace std::chrono;
    return duration_cast<std::chrono::nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

inline RowSource source_of(const void * base, size_t row_stride, size_t head_stride, int kv_head, int32_t type) {
    return {static_cast<const char *>(base) + kv_head * head_stride, row_stride, row_loader(type)};
}

inline RowSource keys_of(const anchor_op & op, int head) {
    const int kv_head = head / (op.shape.n_head / op.shape.n_head_kv);
    return source_of(op.k, op.k_row_stride, op.k_head_stride, kv_head, op.shape.k_type);
}

inline RowSource values_of(const anchor_op & op, int head) {
    const int kv_head = head / (op.shape.n_head / op.shape.n_head_kv);
    return source_of(op.v, op.v_row_stride, op.v_head_stride, kv_head, op.shape.v_type);
}

// Bytes of the mask in the caller's layout, whatever this machine's byte order is.
inline void write_mask(const Workspace & work, uint8_t * out, size_t stride) {
    for (size_t i = 0; i < stride; i++) {
        out[i] = i / 8 < work.kept_words ? uint8_t(work.kept[i / 8] >> (i % 8 * 8)) : 0;
    }
}

// One slice of one head in one pass: what all steps of a task share.
struct Task {
    const anchor_op & op;
    int head;
    int32_t slice;
    GroupSpan span;
    RowSource k, v;

    Task(const anchor_op & of_op, int of_head, const Slicing & slicing, int32_t of_slice)
        : op(of_op), head(of_head), slice(of_slice), span(slice_span(op.shape, op.params, slicing, slice)),
          k(keys_of(op, head)), v(values_of(op, head)) {}
};

inline uint64_t * parked_mask(const Scratch & scratch, int head, int32_t slice) {
    return scratch.parked.kept + (size_t(head) * scratch.slicing.count + slice) * scratch.parked.words;
}

// Stages anchor and identify: the running softmax of the slice's rows, and in work.kept what their runs keep.
template <int Static>
void begin_slice(HeadSize<Static> head_size, const Task & task, const Scratch & scratch, TaskRecord & record,
                 Workspace & work) {
    const auto & [op, head, slice, span, k, v] = task;
    const int64_t began = nanoseconds();
    read_queries(op, head, span, work);
    anchor_stage(head_size, span, k, v, work);
    const int64_t anchored = nanoseconds();
    record = {};
    record.counts.pairs_causal = span.causal_pairs();
    record.counts.pairs_anchor = span.anchor_pairs();
    std::fill(work.kept, work.kept + work.kept_words, 0);
    if (!span.identifies) {
        keep_all_candidates(span, work);
    } else if (op.params.identify == ANCHOR_IDENTIFY_INT8) {
        identify_int8(head_size, op, head, span, scratch.codes, work);
    } else {
        identify_f32(head_size, op.params, span, k, work);
    }
    if (span.identifies) {
        record.counts.pairs_identify = span.runs(op.params.pool) * span.candidates();
    }
    record.anchor_ns = anchored - began;
    record.identify_ns = nanoseconds() - anchored;
}

// Stage attend over the keys in work.kept, which are the group's, and the rows' end.
template <int Static>
void end_slice(HeadSize<Static> head_size, const Task & task, const Scratch & scratch, TaskRecord & record,
               Workspace & work) {
    const auto & [op, head, slice, span, k, v] = task;
    const int64_t began = nanoseconds();
    const int32_t group = scratch.slicing.group_of(slice);
    const bool first = slice == scratch.slicing.group_begin(group);  // it speaks for the group
    const int64_t n_kept = attend_stage(head_size, span, k, v, work);
    write_rows(op, head, span, work);
    record.counts.pairs_attend = span.rows * n_kept;
    if (span.identifies && first) {
        record.counts.stripes_kept = n_kept;
        record.counts.stripes_candidates = span.candidates();
    }
    if (op.probe && worth_probing(span)) {
        float * log_sums = scratch.log_sums + int64_t(head) * op.shape.n_q + span.first_row;
        for (int64_t row = 0; row < span.rows; row++) {
            log_sums[row] = work.row_max[row] + std::log2(work.row_sum[row]);
        }
    }
    if (op.kept && first) {
        const size_t mask = size_t(head) * anchor_group_count(&op.shape, &op.params) + group;
        write_mask(work, op.kept + mask * op.kept_stride, op.kept_stride);
    }
    record.attend_ns += nanoseconds() - began;
}

// Takes a parked slice up again, with what any slice of its group keeps.
inline void resume_slice(const Task & task, const Scratch & scratch, TaskRecord & record, Workspace & work) {
    const int64_t began = nanoseconds();
    const int32_t group = scratch.slicing.group_of(task.slice);
    read_queries(task.op, task.head, task.span, work);
    resume_rows(task.op, task.head, task.span, scratch.parked, work);
    std::fill(work.kept, work.kept + work.kept_words, 0);
    for (int32_t other = scratch.slicing.group_begin(group); other < scratch.slicing.group_end(group); other++) {
        const uint64_t * kept = parked_mask(scratch, task.head, other);
        for (size_t word = 0; word < work.kept_words; word++) {
            work.kept[word] |= kept[word];
        }
    }
    record.attend_ns += nanoseconds() - began;
}

}  // namespace anchor::cpu
