// Head size as a compile-time constant where the kernel has one (Static > 0), so that inner loops have known trip
// counts.
#pragma once

namespace anchor::cpu {

template <int Static>
struct HeadSize {
    int dynamic;
    constexpr int get() const { return Static > 0 ? Static : dynamic; }
};

}  // namespace anchor::cpu
