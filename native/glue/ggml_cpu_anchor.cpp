#include "ggml_cpu_anchor.h"

#include "anchor_cpu.h"
#include "ggml_anchor.h"

#include <cstdint>
#include <cstring>

namespace {

constexpr size_t ALIGNMENT = 64;

int take_chunk(void * context) { return ggml_threadpool_chunk_add(static_cast<ggml_threadpool *>(context), 1); }

void meet(void * context) { ggml_barrier(static_cast<ggml_threadpool *>(context)); }

bool should_stop(void * context) { return ggml_threadpool_should_stop(static_cast<ggml_threadpool *>(context)); }

anchor_op op_of(const ggml_tensor * dst, const ggml_anchor_request & request, anchor_head_counts * counts) {
    const ggml_tensor * q = dst->src[0];
    const ggml_tensor * k = dst->src[1];
    const ggml_tensor * v = dst->src[2];
    anchor_op op = {};
    op.shape = ggml_anchor_shape(dst, request.n_past);
    op.params = request.params;
    memcpy(&op.scale, dst->op_params, sizeof(float));
    op.q = q->data, op.q_row_stride = q->nb[1], op.q_head_stride = q->nb[2];
    op.k = k->data, op.k_row_stride = k->nb[1], op.k_head_stride = k->nb[2];
    op.v = v->data, op.v_row_stride = v->nb[1], op.v_head_stride = v->nb[2];
    op.out = dst->data, op.out_row_stride = dst->nb[2], op.out_head_stride = dst->nb[1];
    op.counts = counts;
    op.probe_share = request.probe_share;
    op.probe_layer = request.layer;
    return op;
}

// Dense work counts every causal pair as attended.
void count_dense(const anchor_shape & shape, anchor_head_counts * counts) {
    const int64_t rows = shape.n_q;
    const int64_t pairs = rows * shape.n_past + rows * (rows + 1) / 2;
    for (int32_t head = 0; head < shape.n_head; head++) {
        counts[head] = {};
        counts[head].pairs_causal = pairs;
        counts[head].pairs_attend = pairs;
    }
}

}  // namespace

size_t ggml_cpu_anchor_work_size(const ggml_tensor * op, int n_threads) {
    ggml_anchor_request request;
    if (!ggml_anchor_read(op, &request) || request.reason != ANCHOR_SPARSE) {
        return 0;
    }
    const anchor_shape shape = ggml_anchor_shape(op, request.n_past);
    return anchor_cpu_scratch_size(&shape, &request.params, n_threads) + ALIGNMENT;
}

bool ggml_cpu_anchor_forward(const ggml_compute_params * params, ggml_tensor * dst, ggml_cpu_dense_attention dense) {
    ggml_anchor_request request;
    if (!ggml_anchor_read(dst, &request)) {
        return false;
    }
    const bool first = params->ith == 0;
    const anchor_shape shape = ggml_anchor_shape(dst, request.n_past);
    anchor_reason reason = request.reason;
    if (reason == ANCHOR_SPARSE) {
        reason = anchor_cpu_choose(&shape, &request.params);
    }
    int64_t * fields = static_cast<int64_t *>(dst->src[5]->data);
    anchor_head_counts * counts = reinterpret_cast<anchor_head_counts *>(fields + GGML_ANCHOR_FIELDS);

    int64_t start = ggml_time_us();
    int64_t dense_us = 0;
    if (reason == ANCHOR_SPARSE && request.time_dense) {
        dense(params, dst);
        ggml_barrier(params->threadpool);
        const int64_t now = ggml_time_us();
        dense_us = now - start;
        start = now;
    }
    anchor_cpu_times times = {};
    anchor_probe_result probed = {};
    if (reason == ANCHOR_SPARSE) {
        anchor_op op = op_of(dst, request, counts);
        // every thread has its own `probed`, thread 0's is filled
        op.probe = request.probe_share > 0 ? &probed : nullptr;
        const anchor_pool pool = {params->threadpool, params->ith, params->nth, take_chunk, meet, should_stop};
        if (first) {
            ggml_threadpool_chunk_set(params->threadpool, params->nth);
        }
        ggml_barrier(params->threadpool);
        const uintptr_t base = (reinterpret_cast<uintptr_t>(params->wdata) + ALIGNMENT - 1) & ~uintptr_t(ALIGNMENT - 1);
        anchor_cpu_run(&op, &pool, reinterpret_cast<void *>(base), &times);
    } else {
        dense(params, dst);
        ggml_barrier(params->threadpool);
        if (first) {
            count_dense(shape, counts);
        }
    }
    if (first) {
        fields[GGML_ANCHOR_REASON] = reason;
        fields[GGML_ANCHOR_ROWS] = shape.n_q;
        fields[GGML_ANCHOR_PAST] = shape.n_past;
        fields[GGML_ANCHOR_WALL_US] = ggml_time_us() - start - times.probe_us;
        fields[GGML_ANCHOR_ANCHOR_US] = times.anchor_us;
        fields[GGML_ANCHOR_IDENTIFY_US] = times.identify_us;
        fields[GGML_ANCHOR_ATTEND_US] = times.attend_us;
        fields[GGML_ANCHOR_DENSE_US] = dense_us;
        fields[GGML_ANCHOR_HEADS] = shape.n_head;
        fields[GGML_ANCHOR_PROBE_US] = times.probe_us;
        memcpy(fields + GGML_ANCHOR_PROBE_ROWS, &probed, sizeof probed);
    }
    return true;
}
