// What llama.cpp's API gains: sparse prefill on or off for the next decodes of a context, its counters and its
// progress.
#pragma once

#include "anchor_attention.h"
#include "llama.h"

#include <cstdint>
#include <vector>

struct llama_anchor_setting {
    bool sparse = false;
    anchor_params params = {};
    // layers whose op also runs dense for its time (see ggml_anchor.h)
    std::vector<int32_t> dense_timed_layers;
    // of the fidelity probe, ten-thousandths of the computed pairs: 0 (none) .. ANCHOR_PROBE_SHARE_MAX
    int32_t probe_share = 0;
};

// Takes effect at the next decode. Turning it off gives stock graphs again.
LLAMA_API void llama_anchor_set(llama_context * ctx, const llama_anchor_setting & setting);

// Counters of the last micro-batch, flattened: a layer is {layer, the header of ggml_anchor.h, its heads' counts}.
// Call after llama_synchronize. Empty when the last micro-batch was computed with sparse prefill off.
LLAMA_API std::vector<int64_t> llama_anchor_stats(const llama_context * ctx);

// How often the abort callback will have been polled at the end of the decode in flight (or the last one): once an op
// of the graph and once a task of the sparse kernel. Safe from any thread.
LLAMA_API int64_t llama_anchor_expected_polls(const llama_context * ctx);
