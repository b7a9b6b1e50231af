// Scratch of one thread, carved from the caller's buffer.
#pragma once

#include "anchor_attention.h"
#include "int8_tile.h"
#include "slices.h"
#include "tile_product.h"

#include <algorithm>

namespace anchor::cpu {

constexpr size_t scratch_alignment = 64;

inline size_t round_up(size_t value, size_t multiple) { return (value + multiple - 1) / multiple * multiple; }

// Words of a mask with a bit for every key.
inline size_t mask_words(const anchor_shape & shape) {
    return (size_t(shape.n_past) + shape.n_q + code_block - 1) / code_block;
}

struct Workspace {
    float * queries;       // [row tile][head_size][row_tile], times scale * log2(e)
    float * accumulators;  // [row][head_size]
    float * row_max;       // [row], base-2 scores
    float * row_sum;       // [row]
    float * pooled;        // F32 identify: [run tile][head_size][row_tile], mean queries of the runs
    CodeQuad * run_codes;  // INT8 identify: [run tile][head_size / 4][run_tile]
    int32_t * run_starts;  // INT8 identify: [run], what the sums begin with
    float * thresholds;    // [run], what a key must reach: a base-2 score, or the limit of INT8
    float * keys;          // [key_block][head_size]
    float * values;        // [key_block][head_size]
    float * scores;        // [key_block][row_tile], scores, then weights
    float * rescale;       // [row_tile]
    uint64_t * kept;       // bit j % 64 of word j / 64: candidate j is kept
    size_t kept_words;
};

// Lays a workspace out from `base` (NULL to measure) and returns its size in bytes, a multiple of 64.
inline size_t workspace_carve(const anchor_shape & shape, const anchor_params & params, char * base, Workspace & out) {
    const size_t rows = std::min(slice_rows(params), shape.n_q);
    const size_t padded_rows = round_up(rows, row_tile);
    const size_t runs = (rows + params.pool - 1) / params.pool;
    const size_t padded_runs = round_up(runs, std::max(row_tile, run_tile));
    const bool int8 = params.identify == ANCHOR_IDENTIFY_INT8;
    const size_t head_size = shape.head_size;
    size_t used = 0;
    const auto take = [&](size_t bytes) {
        char * at = base ? base + used : nullptr;
        used += round_up(bytes, scratch_alignment);
        return at;
    };
    const auto take_floats = [&](size_t count) { return reinterpret_cast<float *>(take(count * sizeof(float))); };
    out.queries = take_floats(padded_rows * head_size);
    out.accumulators = take_floats(padded_rows * head_size);
    out.row_max = take_floats(padded_rows);
    out.row_sum = take_floats(padded_rows);
    out.pooled = take_floats(int8 ? 0 : padded_runs * head_size);
    out.run_codes = reinterpret_cast<CodeQuad *>(take(int8 ? padded_runs * head_size / 4 * sizeof(CodeQuad) : 0));
    out.run_starts = reinterpret_cast<int32_t *>(take(int8 ? padded_runs * sizeof(int32_t) : 0));
    out.thresholds = take_floats(padded_runs);
    out.keys = take_floats(key_block * head_size);
    out.values = take_floats(key_block * head_size);
    out.scores = take_floats(key_block * row_tile);
    out.rescale = take_floats(row_tile);
    out.kept_words = mask_words(shape);
    out.kept = reinterpret_cast<uint64_t *>(take(out.kept_words * sizeof(uint64_t)));
    return used;
}

}  // namespace anchor::cpu
