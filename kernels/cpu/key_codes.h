// Int8 codes of rows, and those of all keys that can be candidates: made once an op, read by every (head, group).
#pragma once

#include "group_span.h"
#include "int8_tile.h"
#include "row_loader.h"

#include <cstring>

namespace anchor::cpu {

constexpr int largest_head_size = 256;

inline void zero_codes(int8_t * codes, int head_size) {
    for (int d = 0; d < head_size; d += vec_width) {
        vec_store_i8(codes + d, vec_set(0.0f));
    }
}

// Codes one row by the rule of enum anchor_identify; returns its unit.
inline float code_row(const float * row, int head_size, int8_t * codes) {
    // Magnitudes of floats order like their bits, NaN above all.
    uint32_t largest = 0;
    for (int d = 0; d < head_size; d++) {
        largest = std::max(largest, load_unaligned<uint32_t>(row + d) & 0x7fffffffu);
    }
    constexpr uint32_t smallest_coded = (127u - 100u) << 23, largest_coded = (127u + 100u) << 23;
    if (largest < smallest_coded || largest > largest_coded) {
        zero_codes(codes, head_size);
        return 0.0f;
    }
    const float magnitude = float_from_bits(largest);
    const vec factor = vec_set(127.0f / magnitude);
    for (int d = 0; d < head_size; d += vec_width) {
        vec_store_i8(codes + d, vec_mul(vec_load(row + d), factor));
    }
    return magnitude / 127.0f;
}

struct KeyCodes {
    int64_t keys;     // of each KV head, whole blocks
    uint8_t * codes;  // [kv head][block][code_offset]
    float * units;    // [kv head][key]

    const uint8_t * block(int kv_head, int64_t first, int head_size) const {
        return codes + (kv_head * keys + first) * head_size;
    }
    const float * block_units(int kv_head, int64_t first) const { return units + kv_head * keys + first; }
};

// One past the last key that any group may have to compare; 0 when none does.
inline int64_t coded_keys_end(const anchor_shape & shape, const anchor_params & params) {
    if (params.identify != ANCHOR_IDENTIFY_INT8) {
        return 0;
    }
    const GroupSpan last = group_span(shape, params, anchor_group_count(&shape, &params) - 1);
    return last.identifies ? last.local_begin : 0;
}

// Puts the codes of key i of a block where the tiles read them.
inline void place_codes(const int8_t * codes, int i, int head_size, uint8_t * block) {
    for (int quad = 0; quad < head_size / 4; quad++) {
        // Adding 128 to a code flips its top bit.
        const uint32_t four = load_unaligned<uint32_t>(codes + 4 * quad) ^ (code_bias ? 0x80808080u : 0u);
        std::memcpy(block + code_offset(i, quad, head_size), &four, sizeof four);
    }
}

// Puts the codes of one run of a tile in place; returns what its sums begin with.
inline int32_t place_run_codes(const int8_t * codes, int64_t run, int head_size, CodeQuad * quads) {
    int32_t sum = 0;
    for (int quad = 0; quad < head_size / 4; quad++) {
        quads[quad * run_tile + run] = code_quad(codes + 4 * quad);
    }
    for (int d = 0; d < head_size; d++) {
        sum += codes[d];
    }
    return -code_bias * sum;
}

// Codes the keys [first, first + code_block) of a KV head; those from `end` on become zeros and are not read.
inline void code_key_block(const RowSource & k, int kv_head, int64_t first, int64_t end, int head_size,
                           const KeyCodes & to) {
    uint8_t * block = to.codes + (kv_head * to.keys + first) * head_size;
    float * units = to.units + kv_head * to.keys + first;
    float row[largest_head_size];
    int8_t codes[largest_head_size];
    for (int i = 0; i < code_block; i++) {
        if (first + i < end) {
            k.read(first + i, head_size, row);
            units[i] = code_row(row, head_size, codes);
        } else {
            units[i] = 0.0f;
            zero_codes(codes, head_size);
        }
        place_codes(codes, i, head_size, block);
    }
}

}  // namespace anchor::cpu
