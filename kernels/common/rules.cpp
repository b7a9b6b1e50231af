// The rules every back end shares: parameter ranges, group count, and when an op is worth running sparse.
// Pure functions of their arguments; no kernel code.
#include "anchor_attention.h"

#include <cmath>

namespace {

bool within(int32_t value, int32_t low, int32_t high) { return value >= low && value <= high; }

bool head_size_supported(const anchor_shape & shape) {
    switch (shape.head_size) {
    case 64:
    case 80:
    case 96:
    case 128:
    case 256:
        break;
    default:
        return false;
    }
    const bool in_blocks = shape.k_type == ANCHOR_TYPE_Q8_0 || shape.v_type == ANCHOR_TYPE_Q8_0;
    return !in_blocks || shape.head_size % 32 == 0;
}

}  // namespace

extern "C" const char * anchor_params_check(const anchor_params * params) {
    if (!within(params->group, 1, 8192)) {
        return "group";
    }
    if (!within(params->pool, 1, params->group)) {
        return "pool";
    }
    if (!std::isfinite(params->theta)) {
        return "theta";
    }
    if (!within(params->reference, ANCHOR_REFERENCE_MAX, ANCHOR_REFERENCE_LSE)) {
        return "reference";
    }
    if (!within(params->sink, 0, 65536)) {
        return "sink";
    }
    if (!within(params->window, 0, 65536)) {
        return "window";
    }
    if (!within(params->min_keys, 0, 1048576)) {
        return "min_keys";
    }
    if (!within(params->identify, ANCHOR_IDENTIFY_INT8, ANCHOR_IDENTIFY_F32)) {
        return "identify";
    }
    if (!within(params->gain_keys, 0, 1048576)) {
        return "gain_keys";
    }
    return nullptr;
}

extern "C" int32_t anchor_group_count(const anchor_shape * shape, const anchor_params * params) {
    return shape->n_q / params->group + (shape->n_q % params->group != 0);
}

extern "C" anchor_reason anchor_choose(const anchor_shape * shape, const anchor_params * params) {
    if (anchor_params_check(params)) {
        return ANCHOR_DENSE_PARAMS;
    }
    if (shape->n_q < 1 || shape->n_past < 0 || shape->n_head_kv < 1 || shape->n_head < 1 ||
        shape->n_head % shape->n_head_kv != 0) {
        return ANCHOR_DENSE_GRAPH;
    }
    if (!head_size_supported(*shape)) {
        return ANCHOR_DENSE_HEAD_SIZE;
    }
    if (shape->n_q == 1) {
        return ANCHOR_DENSE_DECODE;
    }
    // The last group has the most keys before it: if it falls short, all do.
    const int64_t last_start = int64_t(shape->n_past) + int64_t(anchor_group_count(shape, params) - 1) * params->group;
    if (last_start < params->min_keys) {
        return ANCHOR_DENSE_SHORT;
    }
    return shape->n_past < params->gain_keys ? ANCHOR_DENSE_NO_GAIN : ANCHOR_SPARSE;
}

extern "C" const char * anchor_reason_name(anchor_reason reason) {
    switch (reason) {
    case ANCHOR_SPARSE:
        return "sparse";
    case ANCHOR_DENSE_OFF:
        return "sparse prefill is off";
    case ANCHOR_DENSE_SHORT:
        return "too few keys before it";
    case ANCHOR_DENSE_DECODE:
        return "single query row";
    case ANCHOR_DENSE_SLIDING_WINDOW:
        return "sliding-window layer";
    case ANCHOR_DENSE_ALIBI:
        return "ALiBi position bias";
    case ANCHOR_DENSE_SOFT_CAP:
        return "logit soft cap";
    case ANCHOR_DENSE_SINKS:
        return "learned attention sinks";
    case ANCHOR_DENSE_SEQUENCES:
        return "more than one sequence";
    case ANCHOR_DENSE_CELLS:
        return "KV cells out of position order";
    case ANCHOR_DENSE_TYPE:
        return "no kernel for this K/V type";
    case ANCHOR_DENSE_HEAD_SIZE:
        return "no kernel for this head size";
    case ANCHOR_DENSE_BACKEND:
        return "no kernel on this back end";
    case ANCHOR_DENSE_PARAMS:
        return "parameter out of range";
    case ANCHOR_DENSE_GRAPH:
        return "not plain causal self-attention";
    case ANCHOR_DENSE_NO_GAIN:
        return "sparse is not expected to be faster";
    case ANCHOR_REASON_COUNT:
        break;
    }
    return "unknown reason";
}
