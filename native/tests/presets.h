// The presets as the native tests use them; the app's own are in electron/engine.
#pragma once

#include "anchor_attention.h"

inline anchor_params preset_paper() { return {2048, 128, 12.0f, ANCHOR_REFERENCE_MAX, 128, 128, 1024}; }
inline anchor_params preset_fine() { return {128, 4, 8.0f, ANCHOR_REFERENCE_LSE, 128, 128, 1024}; }
inline anchor_params preset_finer() { return {128, 2, 7.0f, ANCHOR_REFERENCE_LSE, 128, 128, 1024}; }
