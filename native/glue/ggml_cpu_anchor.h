// Sparse prefill inside ggml's CPU back end: called from ggml_compute_forward_flash_attn_ext by every thread of the
// pool.
#pragma once

#include "ggml-cpu-impl.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// True when the graph that is being computed has been asked to stop (llama.cpp's abort callback). Any thread may ask.
bool ggml_threadpool_should_stop(struct ggml_threadpool * threadpool);

// Bytes of work buffer a FLASH_ATTN_EXT op with a sparse request needs; 0 without one.
size_t ggml_cpu_anchor_work_size(const struct ggml_tensor * op, int n_threads);

#ifdef __cplusplus
}

typedef void (*ggml_cpu_dense_attention)(const ggml_compute_params * params, ggml_tensor * dst);

// Runs `dst` (sparse, or dense through `dense`) when it carries a request and writes its counters; false when it
// carries none.
bool ggml_cpu_anchor_forward(const ggml_compute_params * params, ggml_tensor * dst, ggml_cpu_dense_attention dense);
#endif
