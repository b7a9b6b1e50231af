// Words of 64 keys of the kept mask: bit i of word w is key 64 * w + i.
#pragma once

#include "group_span.h"

#include <bitset>

#if defined(_MSC_VER)
#include <intrin.h>
#endif

namespace anchor::cpu {

inline int count_bits(uint64_t word) { return int(std::bitset<64>(word).count()); }

// Of a word that is not 0.
inline int lowest_bit(uint64_t word) {
#if defined(_MSC_VER)
    unsigned long at;
    _BitScanForward64(&at, word);
    return int(at);
#else
    return __builtin_ctzll(word);
#endif
}

// The candidates among the keys first .. first + 63.
inline uint64_t candidate_bits(const GroupSpan & span, int64_t first) {
    const auto below = [&](int64_t key) {  // the bits of keys before `key`
        const int64_t n = std::clamp<int64_t>(key - first, 0, 64);
        return n == 64 ? ~uint64_t(0) : (uint64_t(1) << n) - 1;
    };
    return below(span.local_begin) & ~below(span.sink_end);
}

}  // namespace anchor::cpu
