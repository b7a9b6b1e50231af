// Entry points of the CPU back end: task order, the pool protocol, and the sums of what was counted.
#include "anchor_cpu.h"

#include "identify_int8.h"
#include "op_scratch.h"
#include "stages.h"

#include <chrono>
#include <new>

namespace anchor::cpu {
namespace {

int64_t nanoseconds() {
    using namespace std::chrono;
    return duration_cast<std::chrono::nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

RowSource source_of(const void * base, size_t row_stride, size_t head_stride, int kv_head, int32_t type) {
    return {static_cast<const char *>(base) + kv_head * head_stride, row_stride, row_loader(type)};
}

RowSource keys_of(const anchor_op & op, int head) {
    const int kv_head = head / (op.shape.n_head / op.shape.n_head_kv);
    return source_of(op.k, op.k_row_stride, op.k_head_stride, kv_head, op.shape.k_type);
}

RowSource values_of(const anchor_op & op, int head) {
    const int kv_head = head / (op.shape.n_head / op.shape.n_head_kv);
    return source_of(op.v, op.v_row_stride, op.v_head_stride, kv_head, op.shape.v_type);
}

// Codes this thread's share of the keys. The shares are even: the work does not depend on the numbers.
void code_keys(const anchor_op & op, const anchor_pool & pool, const Scratch & scratch) {
    const int64_t began = nanoseconds();
    const int64_t end = coded_keys_end(op.shape, op.params);
    const int64_t blocks = scratch.codes.keys / code_block;
    for (int64_t i = pool.thread; i < blocks * op.shape.n_head_kv; i += pool.n_threads) {
        const int kv_head = int(i / blocks);
        const RowSource k = source_of(op.k, op.k_row_stride, op.k_head_stride, kv_head, op.shape.k_type);
        code_key_block(k, kv_head, i % blocks * code_block, end, op.shape.head_size, scratch.codes);
    }
    scratch.shared->coding_ns.fetch_add(nanoseconds() - began, std::memory_order_relaxed);
}

// Bytes of the mask in the caller's layout, whatever this machine's byte order is.
void write_mask(const Workspace & work, uint8_t * out, size_t stride) {
    for (size_t i = 0; i < stride; i++) {
        out[i] = i / 8 < work.kept_words ? uint8_t(work.kept[i / 8] >> (i % 8 * 8)) : 0;
    }
}

template <int Static>
void run_stages(HeadSize<Static> head_size, const anchor_op & op, int head, int group, const Scratch & scratch,
                Workspace & work) {
    const KeyCodes & codes = scratch.codes;
    TaskRecord & record = scratch.records[size_t(head) * anchor_group_count(&op.shape, &op.params) + group];
    const GroupSpan span = group_span(op.shape, op.params, group);
    const RowSource k = keys_of(op, head), v = values_of(op, head);

    const int64_t began = nanoseconds();
    read_queries(op, head, span, work);
    anchor_stage(head_size, span, k, v, work);
    const int64_t anchored = nanoseconds();

    record = {};
    record.counts.pairs_causal = span.causal_pairs();
    record.counts.pairs_anchor = span.anchor_pairs();
    std::fill(work.kept, work.kept + work.kept_words, 0);
    int64_t n_kept = span.candidates();
    if (span.identifies) {
        n_kept = op.params.identify == ANCHOR_IDENTIFY_INT8 ? identify_int8(head_size, op, head, span, codes, work)
                                                            : identify_f32(head_size, op.params, span, k, work);
        record.counts.pairs_identify = span.runs(op.params.pool) * span.candidates();
        record.counts.stripes_kept = n_kept;
        record.counts.stripes_candidates = span.candidates();
    } else {
        keep_all_candidates(span, work);
    }
    const int64_t identified = nanoseconds();

    attend_stage(head_size, span, k, v, work);
    write_rows(op, head, span, work);
    record.counts.pairs_attend = span.rows * n_kept;
    if (op.probe && worth_probing(span)) {
        float * log_sums = scratch.log_sums + int64_t(head) * op.shape.n_q + span.first_row;
        for (int64_t row = 0; row < span.rows; row++) {
            log_sums[row] = work.row_max[row] + std::log2(work.row_sum[row]);
        }
    }
    if (op.kept) {
        const size_t mask = size_t(head) * anchor_group_count(&op.shape, &op.params) + group;
        write_mask(work, op.kept + mask * op.kept_stride, op.kept_stride);
    }
    record.anchor_ns = anchored - began;
    record.identify_ns = identified - anchored;
    record.attend_ns = nanoseconds() - identified;
}

// Calls `run` with the op's head size, as a constant where the tiles are tuned for it.
template <class Run>
void with_head_size(const anchor_op & op, const Run & run) {
    switch (op.shape.head_size) {
    case 64:
        return run(HeadSize<64>{64});
    case 128:
        return run(HeadSize<128>{128});
    default:
        return run(HeadSize<0>{op.shape.head_size});
    }
}

// Late groups have the most keys before them: they go first, so that no thread is left alone with a long one. The heads
// of one group follow each other, so that those of one KV head find its keys in the cache.
void run_task(const anchor_op & op, int32_t task, const Scratch & scratch, Workspace & work) {
    const int groups = anchor_group_count(&op.shape, &op.params);
    const int group = groups - 1 - task / op.shape.n_head;
    const int head = task % op.shape.n_head;
    with_head_size(op, [&](auto head_size) { run_stages(head_size, op, head, group, scratch, work); });
}

void add_counts(anchor_head_counts & total, const anchor_head_counts & part) {
    total.pairs_causal += part.pairs_causal;
    total.pairs_anchor += part.pairs_anchor;
    total.pairs_identify += part.pairs_identify;
    total.pairs_attend += part.pairs_attend;
    total.stripes_kept += part.stripes_kept;
    total.stripes_candidates += part.stripes_candidates;
}

void sum_records(const anchor_op & op, const Scratch & scratch, int64_t probe_ns, anchor_cpu_times * times) {
    const int groups = anchor_group_count(&op.shape, &op.params);
    TaskRecord total = {};
    total.identify_ns = scratch.shared->coding_ns.load(std::memory_order_relaxed);
    for (int head = 0; head < op.shape.n_head; head++) {
        anchor_head_counts counts = {};
        for (int group = 0; group < groups; group++) {
            const TaskRecord & record = scratch.records[size_t(head) * groups + group];
            add_counts(counts, record.counts);
            total.anchor_ns += record.anchor_ns;
            total.identify_ns += record.identify_ns;
            total.attend_ns += record.attend_ns;
        }
        if (op.counts) {
            op.counts[head] = counts;
        }
    }
    if (times) {
        *times = {total.anchor_ns / 1000, total.identify_ns / 1000, total.attend_ns / 1000, probe_ns / 1000};
    }
}

// How many rows the probe compares: what was computed is known once all tasks are done.
int choose_rows(const anchor_op & op, const Scratch & scratch) {
    int64_t computed = 0;
    for (int task = 0; task < anchor_cpu_task_count(&op.shape, &op.params); task++) {
        computed += scratch.records[task].counts.pairs_anchor + scratch.records[task].counts.pairs_attend;
    }
    const int64_t share = std::clamp(op.probe_share, 0, ANCHOR_PROBE_SHARE_MAX);
    const int n = choose_probed_rows(op, computed * share / 10000, scratch.probed, ANCHOR_CPU_PROBE_ROWS);
    order_for_tiles(op, scratch.probed, n);
    return n;
}

void probe_tile(const anchor_op & op, const Scratch & scratch, ProbedRow * rows, int n, Workspace & work) {
    const RowSource k = keys_of(op, rows[0].head), v = values_of(op, rows[0].head);
    with_head_size(op, [&](auto head_size) { attend_all(head_size, op, k, v, rows, n, work); });
    for (int lane = 0; lane < n; lane++) {
        const float log_sum = scratch.log_sums[int64_t(rows[lane].head) * op.shape.n_q + rows[lane].row];
        compare_row(op, work, lane, log_sum, rows[lane]);
    }
}

// All threads; returns the wall time that thread 0 saw.
int64_t run_probe(const anchor_op & op, const anchor_pool & pool, const Scratch & scratch, Workspace & work) {
    const int64_t began = nanoseconds();
    if (pool.thread == 0) {
        scratch.shared->probed_rows = choose_rows(op, scratch);
    }
    pool.barrier(pool.context);
    const int n = scratch.shared->probed_rows;
    for (int first = 0, tile = 0, rows = 0; first < n; first += rows, tile++) {
        rows = probe_tile_rows(op, scratch.probed + first, n - first);
        if (tile % pool.n_threads == pool.thread) {
            probe_tile(op, scratch, scratch.probed + first, rows, work);
        }
    }
    pool.barrier(pool.context);
    if (pool.thread == 0) {
        *op.probe = sum_probed(op, scratch.probed, n);
    }
    return nanoseconds() - began;
}

}  // namespace
}  // namespace anchor::cpu

using namespace anchor::cpu;

extern "C" anchor_reason anchor_cpu_choose(const anchor_shape * shape, const anchor_params * params) {
    // The type first: it holds for the whole model, while the shared rules may only speak of this micro-batch.
    if (!row_loader(shape->k_type) || !row_loader(shape->v_type)) {
        return ANCHOR_DENSE_TYPE;
    }
    return anchor_choose(shape, params);
}

extern "C" size_t anchor_cpu_scratch_size(const anchor_shape * shape, const anchor_params * params, int n_threads) {
    const Scratch scratch = scratch_carve(*shape, *params, nullptr);
    return scratch.size_before_workspaces + scratch.workspace_size * n_threads;
}

extern "C" int32_t anchor_cpu_task_count(const anchor_shape * shape, const anchor_params * params) {
    return shape->n_head * anchor_group_count(shape, params);
}

extern "C" bool anchor_cpu_run(const anchor_op * op, const anchor_pool * pool, void * scratch,
                               anchor_cpu_times * times) {
    const int32_t tasks = anchor_cpu_task_count(&op->shape, &op->params);
    const Scratch parts = scratch_carve(op->shape, op->params, static_cast<char *>(scratch));
    Workspace work;
    workspace_carve(op->shape, op->params, parts.workspaces + parts.workspace_size * pool->thread, work);
    if (pool->thread == 0) {
        new (parts.shared) Shared{{false}, {0}, 0};
    }
    pool->barrier(pool->context);
    if (parts.codes.keys > 0) {
        code_keys(*op, *pool, parts);
        pool->barrier(pool->context);
    }
    std::atomic<bool> & stopped = parts.shared->stopped;
    for (int32_t task = pool->thread; task < tasks; task = pool->take(pool->context)) {
        if (stopped.load(std::memory_order_relaxed)) {
            break;
        }
        if (pool->stop(pool->context)) {
            stopped.store(true, std::memory_order_relaxed);
            break;
        }
        run_task(*op, task, parts, work);
    }
    pool->barrier(pool->context);
    if (stopped.load(std::memory_order_relaxed)) {
        return false;
    }
    const int64_t probe_ns = op->probe ? run_probe(*op, *pool, parts, work) : 0;
    if (pool->thread == 0) {
        sum_records(*op, parts, probe_ns, times);
    }
    return true;
}
