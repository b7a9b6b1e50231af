// What node-llama-cpp's AddonContext gains: stop and progress inside a micro-batch, and the sparse-prefill calls.
#pragma once

#include <atomic>
#include <cstdint>

// Shared between JavaScript's thread and the threads that compute: llama.cpp polls it through its abort callback.
struct AnchorControl {
    std::atomic<bool> stop = false;
    std::atomic<int64_t> polls = 0;

    // llama.cpp's abort callback; `data` is an AnchorControl. Any thread.
    static bool poll(void * data) {
        auto * control = static_cast<AnchorControl *>(data);
        control->polls.fetch_add(1, std::memory_order_relaxed);
        return control->stop.load(std::memory_order_relaxed);
    }
};
