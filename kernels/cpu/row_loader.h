// Decodes K or V rows of any supported type into rows of floats.
#pragma once

#include "anchor_attention.h"
#include "simd.h"

namespace anchor::cpu {

// Decodes one row of head_size elements (a multiple of 16). Reads no byte beyond the row.
using RowLoader = void (*)(const char * row, int head_size, float * out);

inline void load_row_f32(const char * row, int head_size, float * out) {
    for (int d = 0; d < head_size; d += vec_width) {
        vec_store(out + d, vec_load(row + d * sizeof(float)));
    }
}

inline void load_row_f16(const char * row, int head_size, float * out) {
    for (int d = 0; d < head_size; d += vec_width) {
        vec_store(out + d, vec_load_f16(row + d * sizeof(uint16_t)));
    }
}

inline void load_row_bf16(const char * row, int head_size, float * out) {
    for (int d = 0; d < head_size; d += vec_width) {
        vec_store(out + d, vec_load_bf16(row + d * sizeof(uint16_t)));
    }
}

inline void load_row_q8_0(const char * row, int head_size, float * out) {
    for (int block = 0; block < head_size; block += q8_0_block_values, row += q8_0_block_bytes) {
        const vec scale = vec_set(float_from_f16(load_unaligned<uint16_t>(row)));
        for (int d = 0; d < q8_0_block_values; d += vec_width) {
            vec_store(out + block + d, vec_mul(scale, vec_load_i8(row + 2 + d)));
        }
    }
}

// The loader of an anchor_type, or NULL when this back end does not read it.
inline RowLoader row_loader(int32_t type) {
    switch (type) {
    case ANCHOR_TYPE_F32:
        return load_row_f32;
    case ANCHOR_TYPE_F16:
        return load_row_f16;
    case ANCHOR_TYPE_BF16:
        return load_row_bf16;
    case ANCHOR_TYPE_Q8_0:
        return load_row_q8_0;
    default:
        return nullptr;
    }
}

// K or V of one KV head.
struct RowSource {
    const char * base;
    size_t stride;
    RowLoader load;

    void read(int64_t key, int head_size, float * out) const { load(base + key * stride, head_size, out); }
};

}  // namespace anchor::cpu
