// ggml's own dense flash attention on the tensors of an anchor_op, on its CPU back end.
#pragma once

#include "anchor_attention.h"

#include <vector>

namespace anchor::test {

class GgmlDense {
public:
    // Builds the graph over op's Q, K and V (types F32, F16 or BF16, or Q8_0), read in place.
    GgmlDense(const anchor_op & op, int n_threads);
    ~GgmlDense();
    GgmlDense(const GgmlDense &) = delete;

    // Computes it; false when ggml reports a failure.
    bool run();

    // [row][head][head_size], as in anchor_op::out without padding.
    std::vector<float> out;

private:
    struct Graph;
    Graph * graph;
};

}  // namespace anchor::test
