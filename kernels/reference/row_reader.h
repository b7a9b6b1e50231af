// Reads one K or V row of any supported type into doubles.
#pragma once

#include "anchor_attention.h"

namespace anchor::reference {

// Writes `count` doubles. `type` is not ANCHOR_TYPE_OTHER; for Q8_0, count is a multiple of 32.
void read_row(const void * row, int32_t type, int count, double * out);

}  // namespace anchor::reference
