// Portable bit-level readers of the K/V element types. The vector kernels have their own; these serve the oracle, the
// portable CPU path and the tests, and define what the bytes mean.
#pragma once

#include <cstdint>
#include <cstring>

namespace anchor {

// Q8_0: 32 values share one F16 scale; 34 bytes, so blocks are only 2-byte aligned.
constexpr int q8_0_block_values = 32;
constexpr int q8_0_block_bytes = 2 + q8_0_block_values;

template <class T>
inline T load_unaligned(const void * at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

inline float float_from_bits(uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

inline float float_from_f16(uint16_t half) {
    const uint32_t sign = uint32_t(half & 0x8000u) << 16;
    const uint32_t exponent = (half >> 10) & 0x1fu;
    const uint32_t fraction = half & 0x3ffu;
    if (exponent == 0) {  // zero and subnormals: fraction * 2^-24 is exact in float
        const float magnitude = float(fraction) * (1.0f / 16777216.0f);
        return sign ? -magnitude : magnitude;
    }
    if (exponent == 31) {  // infinity and NaN
        return float_from_bits(sign | 0x7f800000u | (fraction << 13));
    }
    return float_from_bits(sign | ((exponent + 112) << 23) | (fraction << 13));
}

inline float float_from_bf16(uint16_t brain) { return float_from_bits(uint32_t(brain) << 16); }

}  // namespace anchor
