// How the request for sparse prefill rides on ggml's FLASH_ATTN_EXT op, and where its counters come back.
// op_params slots 5..15 and src[5] are free in llama.cpp v0.5.0 (ggml.c, ggml_flash_attn_ext); an op without a request
// has zeros there, so stock graphs are untouched.
#pragma once

#include "anchor_attention.h"
#include "ggml.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ggml_anchor_request {
    enum anchor_reason reason;  // ANCHOR_SPARSE: run sparse; otherwise run dense and report this
    bool time_dense;            // also run stock ggml's op first, for its time alone
    int32_t probe_share;        // of the fidelity probe (anchor_op); 0 for none
    struct anchor_params params;
    int32_t n_past;  // position of the first row; keys of row i are cells 0 .. n_past + i
    int32_t layer;
};

// Fields of the counters' tensor (I64, ggml_anchor_stats_size(n_head) elements): the header, then one
// struct anchor_head_counts a query head. Written by the op, once a micro-batch. Times in microseconds.
enum ggml_anchor_field {
    GGML_ANCHOR_REASON,
    GGML_ANCHOR_ROWS,
    GGML_ANCHOR_PAST,
    GGML_ANCHOR_WALL_US,    // the run that made the result, without its probe
    GGML_ANCHOR_ANCHOR_US,  // stage times are summed over threads
    GGML_ANCHOR_IDENTIFY_US,
    GGML_ANCHOR_ATTEND_US,
    GGML_ANCHOR_DENSE_US,  // 0 when time_dense was off
    GGML_ANCHOR_HEADS,
    GGML_ANCHOR_PROBE_US,    // wall time; 0 when there was no probe
    GGML_ANCHOR_PROBE_ROWS,  // from here on struct anchor_probe_result, all 0 when there was no probe
    GGML_ANCHOR_PROBE_PAIRS,
    GGML_ANCHOR_PROBE_RECALL_SUM,
    GGML_ANCHOR_PROBE_RECALL_LOW,
    GGML_ANCHOR_PROBE_ERROR_SUM,
    GGML_ANCHOR_PROBE_ERROR_HIGH,
    GGML_ANCHOR_FIELDS
};

// Elements of the counters' tensor of a layer with n_head query heads.
GGML_API int64_t ggml_anchor_stats_size(int64_t n_head);

// Puts the request and the counters' tensor on a FLASH_ATTN_EXT op.
GGML_API void ggml_anchor_attach(struct ggml_tensor * op, const struct ggml_anchor_request * request,
                                 struct ggml_tensor * stats);

// Reads the request of an op; false when it carries none.
GGML_API bool ggml_anchor_read(const struct ggml_tensor * op, struct ggml_anchor_request * request);

// The op's shape as the kernels see it; types no kernel reads become ANCHOR_TYPE_OTHER.
GGML_API struct anchor_shape ggml_anchor_shape(const struct ggml_tensor * op, int32_t n_past);

// Whether the op is plain causal attention that the kernels can stand in for; otherwise the reason (ALiBi, soft cap,
// learned sinks, several streams, upstream's own sparsity, unequal head sizes).
GGML_API enum anchor_reason ggml_anchor_check_op(const struct ggml_tensor * op);

// Back ends offer their chooser under this name through ggml_backend_reg_get_proc_address.
#define GGML_ANCHOR_CHOOSE_PROC "ggml_backend_anchor_choose"
typedef enum anchor_reason (*ggml_anchor_choose_t)(const struct anchor_shape * shape,
                                                   const struct anchor_params * params);

#ifdef __cplusplus
}
#endif
