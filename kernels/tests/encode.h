// Encodes floats to the K/V element types; the inverse of common/number_formats.h, rounding to nearest.
#pragma once

#include "../common/number_formats.h"

#include <algorithm>
#include <cmath>

namespace anchor::test {

inline uint32_t bits_of(float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline uint16_t f16_from_float(float value) {
    const uint16_t sign = uint16_t(bits_of(value) >> 16 & 0x8000u);
    const float magnitude = std::fabs(value);
    if (std::isnan(value)) {
        return sign | 0x7e00u;
    }
    if (magnitude >= 65520.0f) {
        return sign | 0x7c00u;
    }
    int exponent;
    std::frexp(magnitude, &exponent);
    // Ten fraction bits below the leading one, none below 2^-24.
    const int step = magnitude > 0.0f ? std::max(exponent - 11, -24) : -24;
    const uint32_t units = uint32_t(std::nearbyint(std::ldexp(magnitude, -step)));
    return sign | uint16_t(units + (uint32_t(step + 24) << 10));  // a carry runs into the exponent, as it should
}

inline uint16_t bf16_from_float(float value) {
    const uint32_t bits = bits_of(value);
    if (std::isnan(value)) {
        return uint16_t(bits >> 16 | 0x40u);
    }
    return uint16_t((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

// 32 floats to one block. A NaN anywhere makes the scale NaN.
inline void q8_0_from_floats(const float * values, char * block) {
    float largest = 0.0f;
    for (int i = 0; i < q8_0_block_values; i++) {
        largest = std::isnan(values[i]) ? values[i]
                  : std::isnan(largest) ? largest
                                        : std::max(largest, std::fabs(values[i]));
    }
    const uint16_t scale = f16_from_float(largest / 127.0f);
    const float step = float_from_f16(scale);
    std::memcpy(block, &scale, sizeof scale);
    for (int i = 0; i < q8_0_block_values; i++) {
        const float units = step > 0.0f ? std::nearbyint(values[i] / step) : 0.0f;
        const int8_t value = int8_t(std::clamp(units, -127.0f, 127.0f));
        std::memcpy(block + 2 + i, &value, 1);
    }
}

}  // namespace anchor::test
