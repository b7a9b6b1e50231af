// Products of int8 codes for identify: exact int32 sums, compared with the runs' limits in registers. With AVX-512 VNNI
// or AVX-VNNI one instruction adds four products a lane; plain AVX2 has the pair products of int16, which are exact too
// (the int8 ones saturate). Portable C++ otherwise.
#pragma once

#include "head_size.h"
#include "simd.h"

#include <cstddef>

namespace anchor::cpu {

// Keys that one word of the kept mask covers, and that are coded as one block.
constexpr int code_block = 64;

struct CodeQuad;

// What a run's codes lie in while they meet the keys.
struct RunTile {
    const CodeQuad * quads;  // [head_size / 4][run_tile]
    const int32_t * starts;  // [run_tile], what the sums begin with: undoes the bias of the keys' codes
    const float * limits;    // [run_tile]
};

#if defined(ANCHOR_SIMD_AVX512) && defined(__AVX512VNNI__)
#define ANCHOR_INT8_VECTORS 1
#include "int8_avx512vnni.inc"
#elif defined(ANCHOR_SIMD_AVX2) || defined(ANCHOR_SIMD_AVX512)
#define ANCHOR_INT8_VECTORS 1
#include "int8_avx2.inc"
#else
#include "int8_portable.inc"
#endif

// A tile of keys lies as [four dimensions][key][dimension]: a vector holds four dimensions of code_lanes keys.
constexpr int tile_keys = code_lanes * code_vectors;
static_assert(code_block % tile_keys == 0, "tiles must cover a block");

// Byte of a block where dimensions 4 * quad .. 4 * quad + 3 of its key i lie.
inline ptrdiff_t code_offset(int i, int quad, int head_size) {
    return ptrdiff_t(i / tile_keys) * tile_keys * head_size + (ptrdiff_t(quad) * tile_keys + i % tile_keys) * 4;
}

#if defined(ANCHOR_INT8_VECTORS)
// Bit i says whether key i of the tile reaches the limit of any run.
template <int Static>
ANCHOR_INLINE uint64_t compare_tile(HeadSize<Static> head, const uint8_t * keys, const float * units,
                                    const RunTile & runs) {
    const int quads = head.get() / 4;
    CodeSums sum[run_tile][code_vectors];
    ANCHOR_UNROLL
    for (int run = 0; run < run_tile; run++) {
        ANCHOR_UNROLL
        for (int j = 0; j < code_vectors; j++) {
            sum[run][j] = code_set(runs.starts[run]);
        }
    }
    for (int quad = 0; quad < quads; quad++) {
        CodeKeys right[code_vectors];
        ANCHOR_UNROLL
        for (int j = 0; j < code_vectors; j++) {
            right[j] = code_load(keys + (ptrdiff_t(quad) * tile_keys + j * code_lanes) * 4);
        }
        ANCHOR_UNROLL
        for (int run = 0; run < run_tile; run++) {
            const CodeQuad & left = runs.quads[quad * run_tile + run];
            ANCHOR_UNROLL
            for (int j = 0; j < code_vectors; j++) {
                sum[run][j] = code_add_products(sum[run][j], right[j], left);
            }
        }
    }
    uint64_t reached = 0;
    ANCHOR_UNROLL
    for (int j = 0; j < code_vectors; j++) {
        CodeLanes lanes = code_at_least(sum[0][j], units + j * code_lanes, runs.limits[0]);
        ANCHOR_UNROLL
        for (int run = 1; run < run_tile; run++) {
            lanes = code_either(lanes, code_at_least(sum[run][j], units + j * code_lanes, runs.limits[run]));
        }
        reached |= code_bits(lanes) << (j * code_lanes);
    }
    return reached;
}

#endif

// The same for all 64 keys of a block.
template <int Static>
inline uint64_t compare_block(HeadSize<Static> head, const uint8_t * keys, const float * units, const RunTile & runs) {
    uint64_t reached = 0;
    for (int first = 0; first < code_block; first += tile_keys) {
        reached |= compare_tile(head, keys + ptrdiff_t(first) * head.get(), units + first, runs) << first;
    }
    return reached;
}

}  // namespace anchor::cpu
