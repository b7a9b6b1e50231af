#include "ggml_anchor.h"

#include <cstring>

namespace {

// op_params slots; 0..4 belong to upstream
enum slot {
    SLOT_FLAGS = 5,
    SLOT_GROUP,
    SLOT_POOL,
    SLOT_THETA,
    SLOT_REFERENCE,
    SLOT_SINK,
    SLOT_WINDOW,
    SLOT_MIN_KEYS,
    SLOT_N_PAST,
    SLOT_LAYER,
    SLOT_GAIN_KEYS
};

constexpr int32_t FLAG_PRESENT = 1;
constexpr int32_t FLAG_TIME_DENSE = 2;
constexpr int32_t FLAG_IDENTIFY_F32 = 4;  // a flag, as no slot is left
constexpr int REASON_SHIFT = 8, PROBE_SHIFT = 16;
constexpr int32_t BYTE = 0xff;
static_assert(ANCHOR_REASON_COUNT <= BYTE && ANCHOR_PROBE_SHARE_MAX <= BYTE, "they share the flags' slot");
constexpr int STATS_SRC = 5;
static_assert((SLOT_GAIN_KEYS + 1) * sizeof(int32_t) <= GGML_MAX_OP_PARAMS, "the request fills the op's slots");

anchor_type type_of(ggml_type type) {
    switch (type) {
    case GGML_TYPE_F32:
        return ANCHOR_TYPE_F32;
    case GGML_TYPE_F16:
        return ANCHOR_TYPE_F16;
    case GGML_TYPE_BF16:
        return ANCHOR_TYPE_BF16;
    case GGML_TYPE_Q8_0:
        return ANCHOR_TYPE_Q8_0;
    default:
        return ANCHOR_TYPE_OTHER;
    }
}

}  // namespace

int64_t ggml_anchor_stats_size(int64_t n_head) {
    return GGML_ANCHOR_FIELDS + n_head * int64_t(sizeof(anchor_head_counts) / sizeof(int64_t));
}

void ggml_anchor_attach(ggml_tensor * op, const ggml_anchor_request * request, ggml_tensor * stats) {
    GGML_ASSERT(op->op == GGML_OP_FLASH_ATTN_EXT && stats->type == GGML_TYPE_I64);
    int32_t * slots = op->op_params;
    slots[SLOT_FLAGS] = FLAG_PRESENT | (request->time_dense ? FLAG_TIME_DENSE : 0) |
                        (request->params.identify == ANCHOR_IDENTIFY_F32 ? FLAG_IDENTIFY_F32 : 0) |
                        (int32_t(request->reason) << REASON_SHIFT) | (request->probe_share << PROBE_SHIFT);
    slots[SLOT_GROUP] = request->params.group;
    slots[SLOT_POOL] = request->params.pool;
    memcpy(&slots[SLOT_THETA], &request->params.theta, sizeof(float));
    slots[SLOT_REFERENCE] = request->params.reference;
    slots[SLOT_SINK] = request->params.sink;
    slots[SLOT_WINDOW] = request->params.window;
    slots[SLOT_MIN_KEYS] = request->params.min_keys;
    slots[SLOT_N_PAST] = request->n_past;
    slots[SLOT_LAYER] = request->layer;
    slots[SLOT_GAIN_KEYS] = request->params.gain_keys;
    op->src[STATS_SRC] = stats;
}

bool ggml_anchor_read(const ggml_tensor * op, ggml_anchor_request * request) {
    const int32_t * slots = op->op_params;
    if (op->op != GGML_OP_FLASH_ATTN_EXT || !(slots[SLOT_FLAGS] & FLAG_PRESENT) || op->src[STATS_SRC] == nullptr) {
        return false;
    }
    request->reason = anchor_reason(slots[SLOT_FLAGS] >> REASON_SHIFT & BYTE);
    request->probe_share = slots[SLOT_FLAGS] >> PROBE_SHIFT & BYTE;
    request->time_dense = (slots[SLOT_FLAGS] & FLAG_TIME_DENSE) != 0;
    request->params.group = slots[SLOT_GROUP];
    request->params.pool = slots[SLOT_POOL];
    memcpy(&request->params.theta, &slots[SLOT_THETA], sizeof(float));
    request->params.reference = slots[SLOT_REFERENCE];
    request->params.sink = slots[SLOT_SINK];
    request->params.window = slots[SLOT_WINDOW];
    request->params.min_keys = slots[SLOT_MIN_KEYS];
    request->params.identify = slots[SLOT_FLAGS] & FLAG_IDENTIFY_F32 ? ANCHOR_IDENTIFY_F32 : ANCHOR_IDENTIFY_INT8;
    request->n_past = slots[SLOT_N_PAST];
    request->layer = slots[SLOT_LAYER];
    request->params.gain_keys = slots[SLOT_GAIN_KEYS];
    return true;
}

anchor_shape ggml_anchor_shape(const ggml_tensor * op, int32_t n_past) {
    const ggml_tensor * q = op->src[0];
    const ggml_tensor * k = op->src[1];
    const ggml_tensor * v = op->src[2];
    anchor_shape shape;
    shape.n_q = int32_t(q->ne[1]);
    shape.n_past = n_past;
    shape.n_head = int32_t(q->ne[2]);
    shape.n_head_kv = int32_t(k->ne[2]);
    shape.head_size = int32_t(q->ne[0]);
    shape.k_type = type_of(k->type);
    shape.v_type = type_of(v->type);
    return shape;
}

anchor_reason ggml_anchor_check_op(const ggml_tensor * op) {
    const ggml_tensor * q = op->src[0];
    const ggml_tensor * k = op->src[1];
    const ggml_tensor * v = op->src[2];
    float max_bias, soft_cap;
    memcpy(&max_bias, op->op_params + 1, sizeof(float));
    memcpy(&soft_cap, op->op_params + 2, sizeof(float));
    if (max_bias != 0.0f) {
        return ANCHOR_DENSE_ALIBI;
    }
    if (soft_cap != 0.0f) {
        return ANCHOR_DENSE_SOFT_CAP;
    }
    if (op->src[4] != nullptr) {
        return ANCHOR_DENSE_SINKS;
    }
    if (q->ne[3] != 1) {
        return ANCHOR_DENSE_SEQUENCES;
    }
    if (op->op_params[4] != 0 || op->src[3] == nullptr || q->type != GGML_TYPE_F32) {
        return ANCHOR_DENSE_GRAPH;
    }
    if (k->ne[0] != v->ne[0] || k->ne[0] != q->ne[0] || k->ne[2] != v->ne[2] || q->ne[2] % k->ne[2] != 0) {
        return ANCHOR_DENSE_HEAD_SIZE;
    }
    return ANCHOR_SPARSE;
}
