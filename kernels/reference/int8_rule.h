// The int8 rule of enum anchor_identify, as its definition says it.
#pragma once

#include <cstdint>
#include <vector>

namespace anchor::reference {

struct CodedRow {
    float unit = 0.0f;
    std::vector<int8_t> codes;
};

// Codes of `count` floats.
CodedRow code_row(const float * row, int count);

// Exact product of two rows of codes.
int32_t dot(const CodedRow & a, const CodedRow & b);

// What float32(dot) * unit_k must reach for a run of this unit to keep the key. `needed` is rbar - theta.
float run_limit(double needed, float unit, float scale);

}  // namespace anchor::reference
