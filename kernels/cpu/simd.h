// One vector of floats for the CPU kernel: AVX-512, AVX2 with FMA and F16C, or portable C++. The kernels are written
// once against this; only speed differs between the three.
#pragma once

#include "../common/number_formats.h"

#include <cmath>

// MSVC's /arch:AVX2 implies FMA and F16C but does not say so.
#if defined(_MSC_VER) && defined(__AVX2__)
#if !defined(__FMA__)
#define __FMA__ 1
#endif
#if !defined(__F16C__)
#define __F16C__ 1
#endif
#endif

#if defined(__AVX512F__)
#define ANCHOR_SIMD_AVX512 1
#include <immintrin.h>
#elif defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
#define ANCHOR_SIMD_AVX2 1
#include <immintrin.h>
#endif

#if defined(_MSC_VER)
#define ANCHOR_INLINE __forceinline
#define ANCHOR_UNROLL
#elif defined(__clang__)
#define ANCHOR_INLINE inline __attribute__((always_inline))
#define ANCHOR_UNROLL _Pragma("unroll")
#else
#define ANCHOR_INLINE inline __attribute__((always_inline))
#define ANCHOR_UNROLL _Pragma("GCC unroll 16")
#endif

namespace anchor::cpu {

#if defined(ANCHOR_SIMD_AVX512)
#include "simd_avx512.inc"
#elif defined(ANCHOR_SIMD_AVX2)
#include "simd_avx2.inc"
#else
#include "simd_portable.inc"
#endif

// 2^x by x = n + f, |f| <= 1/2: polynomial of relative error 1e-8 before rounding, under 2e-7 after; p(0) is exactly 1.
// Results below 2^-126 are exactly 0, so is 2^-inf; NaN stays NaN. Inputs above 127 are not met here: softmax
// subtracts the maximum.
ANCHOR_INLINE vec vec_exp2(vec x) {
    const vec floored = vec_max(vec_set(-126.0f), x);  // NaN in the second operand goes through
    const vec n = vec_round(floored);
    const vec f = vec_sub(floored, n);
    vec p = vec_set(1.545316336e-04f);
    p = vec_fma(p, f, vec_set(1.339086331e-03f));
    p = vec_fma(p, f, vec_set(9.618083015e-03f));
    p = vec_fma(p, f, vec_set(5.550356954e-02f));
    p = vec_fma(p, f, vec_set(2.402265072e-01f));
    p = vec_fma(p, f, vec_set(6.931471825e-01f));
    p = vec_fma(p, f, vec_set(1.0f));
    return vec_zero_where_below(vec_scale2(p, n), x, -126.0f);
}

}  // namespace anchor::cpu
