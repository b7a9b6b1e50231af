// Copies of one attention op's inputs and result, taken out of a running graph through llama.cpp's eval callback.
#pragma once

#include "ggml-backend.h"
#include "ggml_anchor.h"

#include <cstdint>
#include <cstring>
#include <vector>

struct CapturedOp {
    ggml_anchor_request request = {};
    anchor_shape shape = {};
    float scale = 0;
    std::vector<uint8_t> q, k, v, out;
    std::vector<int64_t> stats;
    anchor_op op = {};  // points into the copies; `out` holds what the graph computed

    // Copies what `node`, already computed on the CPU, read and wrote. Keys beyond n_past + n_q are left out.
    void take(const ggml_tensor * node) {
        ggml_anchor_read(node, &request);
        shape = ggml_anchor_shape(node, request.n_past);
        memcpy(&scale, node->op_params, sizeof(float));
        const size_t keys = size_t(shape.n_past) + shape.n_q;
        const auto copy = [](const ggml_tensor * t, size_t rows, std::vector<uint8_t> & to) {
            const size_t row = ggml_row_size(t->type, t->ne[0]);
            to.resize(rows * t->ne[2] * row);
            for (size_t i = 0; i < rows; i++) {
                for (int64_t h = 0; h < t->ne[2]; h++) {
                    memcpy(&to[(i * t->ne[2] + h) * row],
                           static_cast<const char *>(t->data) + i * t->nb[1] + h * t->nb[2], row);
                }
            }
            return row;
        };
        op = {};
        op.shape = shape;
        op.params = request.params;
        op.scale = scale;
        op.q_head_stride = copy(node->src[0], shape.n_q, q);
        op.k_head_stride = copy(node->src[1], keys, k);
        op.v_head_stride = copy(node->src[2], keys, v);
        op.q_row_stride = op.q_head_stride * shape.n_head;
        op.k_row_stride = op.k_head_stride * shape.n_head_kv;
        op.v_row_stride = op.v_head_stride * shape.n_head_kv;
        op.out_head_stride = shape.head_size * sizeof(float);
        op.out_row_stride = op.out_head_stride * shape.n_head;
        out.assign(static_cast<const uint8_t *>(node->data),
                   static_cast<const uint8_t *>(node->data) + ggml_nbytes(node));
        const ggml_tensor * counters = node->src[5];
        const int64_t * values = static_cast<const int64_t *>(counters->data);
        stats.assign(values, values + ggml_nelements(counters));
        op.q = q.data(), op.k = k.data(), op.v = v.data();
    }

    const anchor_head_counts * counts() const {
        return reinterpret_cast<const anchor_head_counts *>(stats.data() + GGML_ANCHOR_FIELDS);
    }
};
