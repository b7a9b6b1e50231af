// Sparse prefill inside libllama: which layers' attention carries the request, and the way of the counters back.
#include "llama_anchor.h"

#include "anchor_cpu.h"
#include "ggml-backend.h"
#include "ggml_anchor.h"
#include "llama-context.h"
#include "llama-graph.h"
#include "llama-kv-cache.h"

#include <algorithm>

int32_t llama_kv_cache_context::anchor_n_past(int64_t n_tokens, anchor_reason & reason) const {
    if (ubatches.empty()) {
        reason = kv->get_n_stream() == 1 ? ANCHOR_SPARSE : ANCHOR_DENSE_SEQUENCES;
        return int32_t(std::max<int64_t>(0, int64_t(n_kv) - n_tokens));
    }
    const llama_ubatch & ubatch = ubatches[i_cur];
    const auto & sinfo = sinfos[i_cur];
    const int32_t n_past = ubatch.pos[0];
    if (ubatch.n_seqs_unq != 1 || sinfo.n_stream() != 1) {
        reason = ANCHOR_DENSE_SEQUENCES;
        return n_past;
    }
    reason = ANCHOR_DENSE_CELLS;
    // M-RoPE positions do not number the cells
    if (ubatch.n_pos != 1 || ubatch.n_tokens != sinfo.idxs[0].size()) {
        return n_past;
    }
    for (uint32_t i = 0; i < ubatch.n_tokens; i++) {
        const int64_t position = int64_t(n_past) + i;
        if (sinfo.idxs[0][i] != position || ubatch.pos[i] != position) {
            return n_past;
        }
    }
    const llama_seq_id sequence = ubatch.seq_id_unq[0];
    const auto & cells = kv->get_cells(sequence);
    for (int32_t j = 0; j < n_past; j++) {
        if (cells.is_empty(j) || cells.pos_get(j) != j || !cells.seq_has(j, sequence)) {
            return n_past;
        }
    }
    reason = ANCHOR_SPARSE;
    return n_past;
}

ggml_tensor * llama_kv_cache_context::anchor_stats(int32_t il) const {
    const auto found = kv->anchor_stats.find(il);
    return found == kv->anchor_stats.end() ? nullptr : found->second;
}

namespace {

// What the device that holds the layer's cache says; a device without a kernel has no chooser.
anchor_reason choose_on_device(const ggml_tensor * stats, const anchor_shape & shape, const anchor_params & params) {
    ggml_backend_buffer_type_t buft = ggml_backend_buffer_get_type(stats->buffer);
    ggml_backend_dev_t device = ggml_backend_buft_get_device(buft);
    if (device == nullptr || ggml_backend_buft_is_host(buft)) {
        device = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
    }
    ggml_backend_reg_t reg = device ? ggml_backend_dev_backend_reg(device) : nullptr;
    auto choose = reg ? ggml_anchor_choose_t(ggml_backend_reg_get_proc_address(reg, GGML_ANCHOR_CHOOSE_PROC)) : nullptr;
    return choose ? choose(&shape, &params) : ANCHOR_DENSE_BACKEND;
}

// Ops that compute nothing; ggml's own list is internal to it.
bool is_view(ggml_op op) {
    return op == GGML_OP_NONE || op == GGML_OP_RESHAPE || op == GGML_OP_TRANSPOSE || op == GGML_OP_VIEW ||
           op == GGML_OP_PERMUTE;
}

}  // namespace

void llm_graph_context::attach_anchor(ggml_tensor * op, const llama_kv_cache_context * cache, int il) const {
    const llama_anchor_setting & setting = cparams.anchor;
    ggml_tensor * stats = cache->anchor_stats(il);
    // an architecture that gives a layer more heads than its header says has no room for their counters
    if (!setting.sparse || stats == nullptr || ggml_nelements(stats) < ggml_anchor_stats_size(op->src[0]->ne[2])) {
        return;
    }
    ggml_anchor_request request = {};
    request.params = setting.params;
    request.layer = il;
    request.probe_share = std::clamp(setting.probe_share, 0, ANCHOR_PROBE_SHARE_MAX);
    request.reason = hparams.is_swa(il) ? ANCHOR_DENSE_SLIDING_WINDOW : ggml_anchor_check_op(op);
    if (request.reason == ANCHOR_SPARSE && !cparams.causal_attn) {
        request.reason = ANCHOR_DENSE_GRAPH;
    }
    anchor_reason cells;
    request.n_past = cache->anchor_n_past(n_tokens, cells);
    if (request.reason == ANCHOR_SPARSE) {
        request.reason = cells;
    }
    if (request.reason == ANCHOR_SPARSE) {
        request.reason = choose_on_device(stats, ggml_anchor_shape(op, request.n_past), request.params);
    }
    request.time_dense = std::count(setting.dense_timed_layers.begin(), setting.dense_timed_layers.end(), il) > 0;
    ggml_anchor_attach(op, &request, stats);
}

void llama_context::set_anchor(const llama_anchor_setting & setting) { cparams.anchor = setting; }

std::vector<int64_t> llama_context::anchor_stats() const {
    std::vector<int64_t> flat;
    if (gf_res_prev_active == nullptr) {
        return flat;
    }
    for (const auto & node : gf_res_prev_active->get_fused_nodes()) {
        ggml_anchor_request request;
        if (node.op != LLM_FUSED_OP_FLASH_ATTN || !ggml_anchor_read(node.tensor, &request)) {
            continue;
        }
        const ggml_tensor * stats = node.tensor->src[5];
        const size_t at = flat.size() + 1;
        flat.push_back(node.il);
        flat.resize(at + ggml_nelements(stats));
        ggml_backend_tensor_get(stats, flat.data() + at, 0, ggml_nbytes(stats));
    }
    return flat;
}

// One poll a computed op (RMS_NORM and its MUL run as one on the CPU) and one a task of the sparse kernel.
void llama_context::expect_polls(ggml_cgraph * gf) {
    int64_t polls = 0;
    for (int i = 0; i < ggml_graph_n_nodes(gf); i++) {
        const ggml_tensor * node = ggml_graph_node(gf, i);
        if (is_view(node->op)) {
            continue;
        }
        const ggml_tensor * next = i + 1 < ggml_graph_n_nodes(gf) ? ggml_graph_node(gf, i + 1) : nullptr;
        const bool fused = node->op == GGML_OP_RMS_NORM && next && next->op == GGML_OP_MUL &&
                           (next->src[0] == node || next->src[1] == node);
        polls += fused ? 0 : 1;
        ggml_anchor_request request;
        if (ggml_anchor_read(node, &request) && request.reason == ANCHOR_SPARSE) {
            const anchor_shape shape = ggml_anchor_shape(node, request.n_past);
            polls += anchor_cpu_task_count(&shape, &request.params);
        }
    }
    n_polls_expected = polls;
}

int64_t llama_context::anchor_expected_polls() const { return n_polls_expected; }

void llama_anchor_set(llama_context * ctx, const llama_anchor_setting & setting) { ctx->set_anchor(setting); }

std::vector<int64_t> llama_anchor_stats(const llama_context * ctx) { return ctx->anchor_stats(); }

int64_t llama_anchor_expected_polls(const llama_context * ctx) { return ctx->anchor_expected_polls(); }
