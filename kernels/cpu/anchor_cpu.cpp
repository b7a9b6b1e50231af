// Entry points of the CPU back end: task order, the pool protocol, and the sums of what was counted.
#include "anchor_cpu.h"

#include "slice_task.h"

#include <new>

namespace anchor::cpu {
namespace {

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

// Late slices have the most keys before them: they go first, so that no thread is left alone with a long one. The heads
// of one slice follow each other, so that those of one KV head find its keys in the cache.
void run_task(const anchor_op & op, int32_t index, int pass, const Scratch & scratch, Workspace & work) {
    const Slicing & slicing = scratch.slicing;
    const Task task(op, index % op.shape.n_head, slicing, slicing.count - 1 - index / op.shape.n_head);
    TaskRecord & record = scratch.records[size_t(task.head) * slicing.count + task.slice];
    with_head_size(op, [&](auto head_size) {
        if (pass == 0) {
            begin_slice(head_size, task, scratch, record, work);
        } else {
            resume_slice(task, scratch, record, work);
        }
        if (pass == slicing.passes - 1) {
            end_slice(head_size, task, scratch, record, work);
        } else {
            park_rows(op, task.head, task.span, work, scratch.parked);
            std::copy_n(work.kept, work.kept_words, parked_mask(scratch, task.head, task.slice));
        }
    });
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
    const int32_t slices = scratch.slicing.count;
    TaskRecord total = {};
    total.identify_ns = scratch.shared->coding_ns.load(std::memory_order_relaxed);
    for (int head = 0; head < op.shape.n_head; head++) {
        anchor_head_counts counts = {};
        for (int32_t slice = 0; slice < slices; slice++) {
            const TaskRecord & record = scratch.records[size_t(head) * slices + slice];
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

// Runs tasks from number `next` on to the end of a pass and waits for the other threads; false when stop() said so.
bool run_pass(const anchor_op & op, const anchor_pool & pool, int pass, int32_t tasks, int32_t & next,
              const Scratch & scratch, Workspace & work) {
    std::atomic<int> & stopped_in = scratch.shared->stopped_in;
    for (; next < (pass + 1) * tasks; next = pool.take(pool.context)) {
        if (stopped_in.load(std::memory_order_relaxed) != 0) {
            break;
        }
        if (pool.stop(pool.context)) {
            stopped_in.store(pass + 1, std::memory_order_relaxed);
            break;
        }
        run_task(op, next - pass * tasks, pass, scratch, work);
    }
    pool.barrier(pool.context);
    // Another thread may be in the next pass already and stop there: this one has to follow, or the barriers do not
    // match.
    return stopped_in.load(std::memory_order_relaxed) != pass + 1;
}

// How many rows the probe compares: what was computed is known once all tasks are done.
int choose_rows(const anchor_op & op, const Scratch & scratch) {
    int64_t computed = 0;
    for (int32_t i = 0; i < op.shape.n_head * scratch.slicing.count; i++) {
        computed += scratch.records[i].counts.pairs_anchor + scratch.records[i].counts.pairs_attend;
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

extern "C" bool anchor_cpu_run(const anchor_op * op, const anchor_pool * pool, void * scratch,
                               anchor_cpu_times * times) {
    const Scratch parts = scratch_carve(op->shape, op->params, static_cast<char *>(scratch));
    Workspace work;
    workspace_carve(op->shape, op->params, parts.workspaces + parts.workspace_size * pool->thread, work);
    if (pool->thread == 0) {
        new (parts.shared) Shared{{0}, {0}, 0};
    }
    pool->barrier(pool->context);
    if (parts.codes.keys > 0) {
        code_keys(*op, *pool, parts);
        pool->barrier(pool->context);
    }
    // Task numbers run on from pass to pass: the one with which a thread leaves a pass is its first of the next.
    const int32_t tasks = op->shape.n_head * parts.slicing.count;
    int32_t task = pool->thread;
    for (int pass = 0; pass < parts.slicing.passes; pass++) {
        if (!run_pass(*op, *pool, pass, tasks, task, parts, work)) {
            return false;
        }
    }
    const int64_t probe_ns = op->probe ? run_probe(*op, *pool, parts, work) : 0;
    if (pool->thread == 0) {
        sum_records(*op, parts, probe_ns, times);
    }
    return true;
}
