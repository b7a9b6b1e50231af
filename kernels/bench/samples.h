// Repeated measurements of one thing.
#pragma once

#include <algorithm>
#include <vector>

namespace anchor::bench {

class Samples {
public:
    void add(double value) { values.push_back(value); }

    double median() const {
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        return sorted.empty() ? 0.0 : sorted[sorted.size() / 2];
    }
    // What the machine does when nothing else runs on it.
    double smallest() const { return values.empty() ? 0.0 : *std::min_element(values.begin(), values.end()); }
    // (largest - smallest) / median.
    double spread() const {
        const double middle = median();
        const auto ends = std::minmax_element(values.begin(), values.end());
        return middle > 0 ? (*ends.second - *ends.first) / middle : 0.0;
    }

private:
    std::vector<double> values;
};

}  // namespace anchor::bench
