// The presets as the C++ tests and benchmarks use them; the app's own are in electron/contract/presets.ts.
#pragma once

#include "anchor_attention.h"

namespace anchor::test {

inline const anchor_params preset_paper = {2048, 128, 12.0f, ANCHOR_REFERENCE_MAX, 128, 128, 1024, ANCHOR_IDENTIFY_INT8,
                                           0};
inline const anchor_params preset_fine = {128, 4, 8.0f, ANCHOR_REFERENCE_LSE, 128, 128, 1024, ANCHOR_IDENTIFY_INT8, 0};
inline const anchor_params preset_finer = {128, 2, 7.0f, ANCHOR_REFERENCE_LSE, 128, 128, 1024, ANCHOR_IDENTIFY_INT8, 0};

}  // namespace anchor::test
