// What node-llama-cpp's AddonContext gains: stop and progress inside a micro-batch, and the sparse-prefill calls.
#pragma once

#include <atomic>
#include <cstdint>

// Shared between JavaScript's thread and the threads that compute: llama.cpp polls it through its abort callback.
struct AnchorControl {
    std::atomic<bool> stop = false;
    std::atomic<int64_t> polls = 0;

    void begin_decode() {
        polls = 0;
        stopped = false;
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
