#include "ggml_dense.h"

#include <algorithm>
#include <cmath>
#include <ggml-cpu.h>
#include <ggml.h>

namespace anchor::test {
namespace {

ggml_type ggml_type_of(int32_t type) {
    switch (type) {
    case ANCHOR_TYPE_F32:
        return GGML_TYPE_F32;
    case ANCHOR_TYPE_BF16:
        return GGML_TYPE_BF16;
    case ANCHOR_TYPE_Q8_0:
        return GGML_TYPE_Q8_0;
    default:
        return GGML_TYPE_F16;
    }
}

}  // namespace

struct GgmlDense::Graph {
    ggml_context * context;
    ggml_cgraph * nodes;
    ggml_cplan plan;
    std::vector<uint8_t> work;
    std::vector<ggml_fp16_t> mask;

    // A tensor [head_size, rows, heads] over memory that is already there.
    ggml_tensor * over(const void * data, ggml_type type, int64_t head_size, int64_t rows, int64_t heads,
                       size_t row_stride, size_t head_stride) const {
        ggml_tensor * tensor = ggml_new_tensor_3d(context, type, head_size, rows, heads);
        tensor->data = const_cast<void *>(data);
        tensor->nb[1] = row_stride;
        tensor->nb[2] = head_stride;
        tensor->nb[3] = std::max(row_stride * rows, head_stride * heads);
        return tensor;
    }
};

GgmlDense::GgmlDense(const anchor_op & op, int n_threads) : graph(new Graph) {
    const anchor_shape & shape = op.shape;
    const int64_t n_keys = int64_t(shape.n_past) + shape.n_q;
    graph->context = ggml_init({16 * ggml_tensor_overhead() + ggml_graph_overhead(), nullptr, true});
    graph->mask.resize(size_t(n_keys) * shape.n_q);
    const ggml_fp16_t zero = ggml_fp32_to_fp16(0.0f), hidden = ggml_fp32_to_fp16(-INFINITY);
    for (int64_t row = 0; row < shape.n_q; row++) {
        for (int64_t key = 0; key < n_keys; key++) {
            graph->mask[row * n_keys + key] = key <= shape.n_past + row ? zero : hidden;
        }
    }
    out.resize(size_t(shape.n_q) * shape.n_head * shape.head_size);

    const int64_t head_size = shape.head_size;
    ggml_tensor * q =
        graph->over(op.q, GGML_TYPE_F32, head_size, shape.n_q, shape.n_head, op.q_row_stride, op.q_head_stride);
    ggml_tensor * k = graph->over(op.k, ggml_type_of(shape.k_type), head_size, n_keys, shape.n_head_kv, op.k_row_stride,
                                  op.k_head_stride);
    ggml_tensor * v = graph->over(op.v, ggml_type_of(shape.v_type), head_size, n_keys, shape.n_head_kv, op.v_row_stride,
                                  op.v_head_stride);
    ggml_tensor * mask = ggml_new_tensor_2d(graph->context, GGML_TYPE_F16, n_keys, shape.n_q);
    mask->data = graph->mask.data();
    ggml_tensor * result = ggml_flash_attn_ext(graph->context, q, k, v, mask, op.scale, 0.0f, 0.0f);
    result->data = out.data();
    graph->nodes = ggml_new_graph(graph->context);
    ggml_build_forward_expand(graph->nodes, result);
    graph->plan = ggml_graph_plan(graph->nodes, n_threads, nullptr);
    graph->work.resize(graph->plan.work_size);
    graph->plan.work_data = graph->work.data();
}

GgmlDense::~GgmlDense() {
    ggml_free(graph->context);
    delete graph;
}

bool GgmlDense::run() { return ggml_graph_compute(graph->nodes, &graph->plan) == GGML_STATUS_SUCCESS; }

}  // namespace anchor::test
