// What node-llama-cpp's AddonContext gains: stop and progress inside a micro-batch, the sparse-prefill calls, and the
// logits of many rows at once.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "llama.h"

// Shared between JavaScript's thread and the threads that compute: llama.cpp polls it through its abort callback.
struct AnchorControl {
    std::atomic<bool> stop = false;
    std::atomic<int64_t> polls = 0;

    // Rows at a decode's end whose logits are wanted, and how many of them the last decode had. Between decodes only.
    int32_t output_rows = 0;
    int32_t outputs = 0;

    void begin_decode(llama_batch & batch) {
        polls = 0;
        stopped = false;
        outputs = std::min(output_rows, batch.n_tokens);
        std::fill_n(batch.logits + batch.n_tokens - outputs, outputs, int8_t(1));
    }

    // llama.cpp's abort callback; `data` is an AnchorControl. Any thread. What was once told to stop stays stopped
    // until the next decode: an op that was abandoned halfway must not be taken for a finished one.
    static bool poll(void * data) {
        auto * control = static_cast<AnchorControl *>(data);
        control->polls.fetch_add(1, std::memory_order_relaxed);
        if (control->stop.load(std::memory_order_relaxed)) {
            control->stopped.store(true, std::memory_order_relaxed);
        }
        return control->stopped.load(std::memory_order_relaxed);
    }

private:
    std::atomic<bool> stopped = false;
};
