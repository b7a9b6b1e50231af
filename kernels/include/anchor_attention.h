// AnchorAttention prefill: the operator shared by the reference and every back end.
// Method: arXiv 2505.23520, stages anchor, identify, attend; the rule built here is in docs/decisions/0002-method.md.
//
// For each query head h and each group of `group` consecutive query rows (the last group may be shorter),
// with s = position of the group's first row:
//   anchor    row i attends keys [0, sink) and [s - window, i] with an online softmax (max m_i, sum l_i, accumulator)
//   identify  rows are pooled in runs of `pool` (the last run may be shorter): mean q and mean reference r, where
//             r_i = m_i (max) or m_i + log l_i (lse). A candidate key j in [sink, s - window) is kept when for any run
//             qbar.k_j * scale + theta >= rbar (enum anchor_identify says in which numbers)
//   attend    the online softmax goes on over the kept keys, in ascending order, then normalises
// Groups with s < min_keys keep every candidate without identify. All rows attend causally: row i sees keys [0, n_past
// + i].
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Element type of the K or V rows. Queries and outputs are always F32.
enum anchor_type {
    ANCHOR_TYPE_F32 = 0,
    ANCHOR_TYPE_F16 = 1,
    ANCHOR_TYPE_BF16 = 2,
    ANCHOR_TYPE_Q8_0 = 3,   // blocks of 32: one F16 scale, 32 int8; needs head_size % 32 == 0
    ANCHOR_TYPE_OTHER = 4,  // any type no kernel reads
};

enum anchor_reference {
    ANCHOR_REFERENCE_MAX = 0,  // r_i = m_i, the paper's rule
    ANCHOR_REFERENCE_LSE = 1,  // r_i = m_i + log l_i
};

// The numbers of stage identify. INT8 is the operator's definition, so that every back end keeps the same keys; F32 is
// there to measure what INT8 costs in fidelity.
//
// INT8: the mean query of a run is the rows added in order in float32, times float32(1 / rows). It and each key,
// decoded to float32, become int8 codes by themselves: with a = max |x_d|, code_d = x_d * (127 / a) rounded to nearest
// even and unit = a / 127, all in float32. A row whose a is not within [2^-100, 2^100] has unit 0 and codes 0. Per run,
// limit = (rbar - theta) / (unit_q * scale) in double, clamped to float32's range and rounded once; where unit_q is 0
// it is -FLT_MAX when theta >= rbar, else +infinity. A key is kept when float32(dot) * unit_k >= limit for any run,
// with dot the exact integer product of the codes and one float32 rounding. Only rbar depends on a back end's rounding.
// F32: qbar.k_j * scale + theta >= rbar in float32, in any order of summation.
enum anchor_identify {
    ANCHOR_IDENTIFY_INT8 = 0,
    ANCHOR_IDENTIFY_F32 = 1,
};

// Why an attention op runs dense. Order and values are part of the contract with the TypeScript side
// (native/settings.ts): append only.
enum anchor_reason {
    ANCHOR_SPARSE = 0,        // it runs sparse
    ANCHOR_DENSE_OFF = 1,     // sparse prefill is switched off
    ANCHOR_DENSE_SHORT = 2,   // no group of this op has min_keys keys before it
    ANCHOR_DENSE_DECODE = 3,  // a single query row
    ANCHOR_DENSE_SLIDING_WINDOW = 4,
    ANCHOR_DENSE_ALIBI = 5,
    ANCHOR_DENSE_SOFT_CAP = 6,
    ANCHOR_DENSE_SINKS = 7,       // learned attention sinks
    ANCHOR_DENSE_SEQUENCES = 8,   // more than one sequence in the micro-batch or the cache
    ANCHOR_DENSE_CELLS = 9,       // KV cells are not position-contiguous from 0
    ANCHOR_DENSE_TYPE = 10,       // no kernel for this K/V type
    ANCHOR_DENSE_HEAD_SIZE = 11,  // no kernel for this head size, or K and V sizes differ, or Q8_0 with head_size % 32
    ANCHOR_DENSE_BACKEND = 12,    // the layer's back end has no kernel
    ANCHOR_DENSE_PARAMS = 13,     // a parameter is out of range
    ANCHOR_DENSE_GRAPH = 14,      // not plain causal self-attention (bias, MLA, n_kv_max, no mask)
    ANCHOR_DENSE_NO_GAIN = 15,    // fewer keys before the op than gain_keys
    ANCHOR_REASON_COUNT
};

// Parameters of the method. Ranges are checked by anchor_params_check.
struct anchor_params {
    int32_t group;      // G, query rows that share a list of kept keys: 1..8192
    int32_t pool;       // P, query rows averaged into one pooled query: 1..group
    float theta;        // nats; finite. Larger keeps more
    int32_t reference;  // enum anchor_reference
    int32_t sink;       // B, keys at the start every row attends: 0..65536
    int32_t window;     // W, keys before the group every row attends: 0..65536
    int32_t min_keys;   // a group with fewer keys before it keeps every candidate: 0..1048576 (1024 in all presets)
    int32_t identify;   // enum anchor_identify
    int32_t gain_keys;  // of this machine, not of the method: an op with fewer keys before its first row runs dense, as
                        // sparse is not expected to be faster there: 0..1048576 (0 when nothing is known)
};

// One attention op over one micro-batch. Keys 0 .. n_past + n_q - 1 exist; row i sits at position n_past + i.
struct anchor_shape {
    int32_t n_q;
    int32_t n_past;
    int32_t n_head;
    int32_t n_head_kv;  // divides n_head; query head h reads KV head h / (n_head / n_head_kv)
    int32_t head_size;  // of q, k and v: 64, 80, 96, 128 or 256
    int32_t k_type;     // enum anchor_type
    int32_t v_type;
};

// Exact work of one query head over one op. Pairs are (query row, key) products; q-pooled products count once each.
struct anchor_head_counts {
    int64_t pairs_causal;        // sum over rows of n_past + i + 1
    int64_t pairs_anchor;        // scored in stage anchor
    int64_t pairs_identify;      // pooled query x candidate key products
    int64_t pairs_attend;        // scored in stage attend
    int64_t stripes_kept;        // kept candidates, summed over groups that identified
    int64_t stripes_candidates;  // candidates, summed over groups that identified
};

// Largest share of an op's computed pairs that its probe may score again, in ten-thousandths.
#define ANCHOR_PROBE_SHARE_MAX 200

// The fidelity probe: how far a few rows of one op, each of one query head, are from dense attention over all their
// keys. Recall is the share of a row's dense attention mass that lies on the keys that were computed (anchor region and
// kept stripes), clamped to [0, 1]; error is |out - dense| / |dense| over the row, clamped to [0, 1000]. Both in
// billionths, so that the sums do not depend on the order of rows.
struct anchor_probe_result {
    int64_t rows;        // (head, row) that were compared
    int64_t pairs;       // keys scored for them
    int64_t recall_sum;  // over rows
    int64_t recall_low;  // the lowest of a row; 10^9 without rows
    int64_t error_sum;
    int64_t error_high;  // the highest of a row
};

// Pointers and byte strides of one op. q: F32 [row][head][head_size]; k, v: [key][kv head][head_size] of k_type/v_type;
// out: F32 [row][head][head_size]. The innermost dimension is contiguous.
struct anchor_op {
    struct anchor_shape shape;
    struct anchor_params params;
    float scale;  // multiplies q.k, usually 1 / sqrt(head_size); > 0
    const void * q;
    size_t q_row_stride, q_head_stride;
    const void * k;
    size_t k_row_stride, k_head_stride;
    const void * v;
    size_t v_row_stride, v_head_stride;
    void * out;
    size_t out_row_stride, out_head_stride;
    struct anchor_head_counts * counts;  // [n_head], or NULL
    // Kept keys as bit masks, or NULL: bit j % 8 of byte j / 8 of mask (head * groups + group); each mask is
    // kept_stride bytes, zeroed and filled by the kernel over candidates. Groups below min_keys set every candidate's
    // bit.
    uint8_t * kept;
    size_t kept_stride;
    // The fidelity probe, or NULL for none; nothing else of the op depends on it. Rows are taken in the order of a hash
    // of (probe_layer, head, position) among the groups that identified, as long as their pairs stay within
    // probe_share ten-thousandths (0 .. ANCHOR_PROBE_SHARE_MAX) of the op's pairs_anchor + pairs_attend.
    struct anchor_probe_result * probe;
    int32_t probe_share;
    int32_t probe_layer;
};

// Names the first parameter out of range ("pool", ...), or NULL when all are in range.
const char * anchor_params_check(const struct anchor_params * params);

// Number of groups of an op: ceil(n_q / group).
int32_t anchor_group_count(const struct anchor_shape * shape, const struct anchor_params * params);

// Whether an op of this shape is worth and able to run sparse, by the rules every back end shares (single row, short,
// no gain, parameters, head size 64/80/96/128/256, Q8_0 divisibility). Pure: depends on its arguments alone. Returns
// ANCHOR_SPARSE or the reason to stay dense. Back ends refine it with their own chooser.
enum anchor_reason anchor_choose(const struct anchor_shape * shape, const struct anchor_params * params);

// A short English phrase for a reason ("sliding-window layer"), for logs; the app's own texts are in TypeScript.
const char * anchor_reason_name(enum anchor_reason reason);

// Double-precision oracle (kernels/reference): same op, plain loops, one thread. Returns false when anchor_params_check
// fails or the type is ANCHOR_TYPE_OTHER. `margins`, if not NULL, receives for each (head, group, candidate) the
// largest qbar.k*scale + theta - rbar over the group's runs (with the codes' values for INT8), at [(head * groups +
// group) * (n_past + n_q) + key] (undefined elsewhere).
bool anchor_reference_run(const struct anchor_op * op, double * margins);

#ifdef __cplusplus
}
#endif
