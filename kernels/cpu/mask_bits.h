// Words of 64 keys of the kept mask: bit i of word w is key 64 * w + i.
#pragma once

#include "group_span.h"

#if defined(_MSC_VER)
#include <intrin.h>
#endif

namespace anchor::cpu {

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

// Walks the kept candidates in ascending order.
class KeptKeys {
public:
    KeptKeys(const GroupSpan & span, const uint64_t * words) : first(span.sink_end / 64 * 64), end(span.local_begin) {
        kept = words;
        left = first < end ? kept[first / 64] : 0;
    }

    // The next key, or -1 behind the last.
    int64_t next() {
        while (left == 0) {
            first += 64;
            if (first >= end) {
                first = end;
                return -1;
            }
            left = kept[first / 64];
        }
        const int64_t key = first + lowest_bit(left);
        left &= left - 1;
        return key;
    }

private:
    const uint64_t * kept;
    int64_t first;  // key of the word's bit 0
    int64_t end;
    uint64_t left;  // bits of the word still to come
};

}  // namespace anchor::cpu
