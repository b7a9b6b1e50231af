// The one matrix product of the kernel, and the tile sizes that follow from the register file.
#pragma once

#include "simd.h"

#include <cstddef>

namespace anchor::cpu {

// Rows of A a product keeps in registers: with two vectors of B, 16 accumulators of 32 registers, or 8 of 16.
#if defined(ANCHOR_SIMD_AVX512)
constexpr int tile_height = 8;
#else
constexpr int tile_height = 4;
#endif

// Query rows (or pooled runs) lie across vector lanes, two vectors a tile. Softmax then needs no sum across lanes and
// keys are read in their own row order, never transposed.
constexpr int row_tile = 2 * vec_width;

// Keys folded into the running softmax at a time; a multiple of tile_height.
constexpr int key_block = 64;

static_assert(key_block % tile_height == 0 && row_tile % tile_height == 0, "tiles must cover a block");

// C[i] = rescale[i] * C[i] + sum over k < depth of A(i, k) * B[k], for tile_height rows of `Vectors` vectors.
// A(i, k) = a[i * a_row + k * a_step]. With rescale == NULL, C is overwritten.
template <int Vectors>
ANCHOR_INLINE void tile_product(const float * a, ptrdiff_t a_row, ptrdiff_t a_step, const float * b, ptrdiff_t b_row,
                                int depth, float * c, ptrdiff_t c_row, const float * rescale) {
    vec sum[tile_height][Vectors];
    ANCHOR_UNROLL
    for (int i = 0; i < tile_height; i++) {
        ANCHOR_UNROLL
        for (int j = 0; j < Vectors; j++) {
            sum[i][j] = vec_set(0.0f);
        }
    }
    for (int k = 0; k < depth; k++) {
        vec right[Vectors];
        ANCHOR_UNROLL
        for (int j = 0; j < Vectors; j++) {
            right[j] = vec_load(b + k * b_row + j * vec_width);
        }
        ANCHOR_UNROLL
        for (int i = 0; i < tile_height; i++) {
            const vec left = vec_set(a[i * a_row + k * a_step]);
            ANCHOR_UNROLL
            for (int j = 0; j < Vectors; j++) {
                sum[i][j] = vec_fma(left, right[j], sum[i][j]);
            }
        }
    }
    ANCHOR_UNROLL
    for (int i = 0; i < tile_height; i++) {
        ANCHOR_UNROLL
        for (int j = 0; j < Vectors; j++) {
            float * target = c + i * c_row + j * vec_width;
            if (rescale) {
                sum[i][j] = vec_fma(vec_set(rescale[i]), vec_load(target), sum[i][j]);
            }
            vec_store(target, sum[i][j]);
        }
    }
}

}  // namespace anchor::cpu
