// An op with its own tensors, filled from a seed. Equal descriptions give equal bytes.
#pragma once

#include "presets.h"

#include <random>
#include <string>
#include <vector>

namespace anchor::test {

enum class Input {
    Planted,  // scores cluster well above and well below every threshold, so that no kept key is a close call
    Random,   // plain normal noise: close calls happen
};

struct CaseSpec {
    anchor_shape shape;
    anchor_params params;
    Input input = Input::Planted;
    uint32_t seed = 1;
    float stripes = 0.04f;  // of planted inputs: the share of keys that match some class of rows
    // Bytes the tensors start after an aligned address, and elements between rows beyond the dense layout.
    int offset = 0;
    int padding = 0;
    bool keys_by_head = false;  // K and V as [kv head][key] rather than [key][kv head]
};

class OpCase {
public:
    explicit OpCase(const CaseSpec & spec);
    OpCase(const OpCase &) = delete;

    anchor_op op;  // out, counts and kept point into this object
    const int groups;
    const int64_t n_keys;  // n_past + n_q; the K and V tensors have stale_cells more, filled with NaN
    static constexpr int stale_cells = 70;

    std::vector<float> out;
    std::vector<anchor_head_counts> counts;
    std::vector<uint8_t> kept;

    bool kept_bit(int head, int group, int64_t key) const;
    float * query(int64_t row, int head);
    // Overwrites one key row with float values, encoded to the op's type.
    void set_key(int64_t key, int kv_head, const std::vector<float> & row);
    // max|v| and max|q| max|k| scale over the op, for error bounds.
    float largest_value = 0, largest_score = 0;

private:
    struct Tensor {
        std::vector<char> bytes;
        char * base;
        size_t row_stride, head_stride;
        int32_t type;
        char * at(int64_t row, int head) { return base + row * row_stride + head * head_stride; }
    };
    Tensor allocate(int64_t rows, int heads, int32_t type, const CaseSpec & spec, bool by_head) const;
    void fill(const CaseSpec & spec);

    Tensor q, k, v;
};

std::string describe(const CaseSpec & spec);

}  // namespace anchor::test
