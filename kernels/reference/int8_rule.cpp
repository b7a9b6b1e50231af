#include "int8_rule.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace anchor::reference {

CodedRow code_row(const float * row, int count) {
    CodedRow coded;
    coded.codes.assign(count, 0);
    float largest = 0.0f;
    for (int d = 0; d < count; d++) {
        if (std::isnan(row[d])) {
            return coded;
        }
        largest = std::max(largest, std::fabs(row[d]));
    }
    if (largest < std::ldexp(1.0f, -100) || largest > std::ldexp(1.0f, 100)) {
        return coded;
    }
    coded.unit = largest / 127.0f;
    const float factor = 127.0f / largest;
    for (int d = 0; d < count; d++) {
        coded.codes[d] = int8_t(std::nearbyint(row[d] * factor));
    }
    return coded;
}

int32_t dot(const CodedRow & a, const CodedRow & b) {
    int32_t sum = 0;
    for (size_t d = 0; d < a.codes.size(); d++) {
        sum += int32_t(a.codes[d]) * b.codes[d];
    }
    return sum;
}

float run_limit(double needed, float unit, float scale) {
    if (unit == 0.0f) {
        return needed <= 0.0 ? -FLT_MAX : INFINITY;
    }
    return float(std::clamp(needed / (double(unit) * double(scale)), -double(FLT_MAX), double(FLT_MAX)));
}

}  // namespace anchor::reference
