// Stage identify in int8, by the rule of enum anchor_identify.
#pragma once

#include "identify.h"
#include "key_codes.h"

#include <cfloat>

namespace anchor::cpu {

// What a key's dot * unit must reach for the run to keep it.
inline float limit_of(double reference, float theta, float unit, float scale) {
    const double needed = reference - double(theta);
    if (unit == 0.0f) {
        return needed <= 0.0 ? -FLT_MAX : INFINITY;
    }
    return float(std::clamp(needed / (double(unit) * double(scale)), -double(FLT_MAX), double(FLT_MAX)));
}

// Averages and codes the queries of each run, and finds its limit.
inline void code_runs(const anchor_op & op, int head, const GroupSpan & span, Workspace & work) {
    const int head_size = op.shape.head_size;
    const int64_t runs = span.runs(op.params.pool);
    // The tile's padding keeps nothing: no product reaches infinity.
    const int64_t padded_runs = int64_t(round_up(runs, run_tile));
    std::fill(work.run_codes, work.run_codes + padded_runs * head_size / 4, CodeQuad{});
    std::fill(work.run_starts, work.run_starts + padded_runs, 0);
    std::fill(work.thresholds, work.thresholds + padded_runs, INFINITY);
    const char * source = static_cast<const char *>(op.q) + head * op.q_head_stride;
    for (int64_t run = 0; run < runs; run++) {
        const int64_t begin = run * op.params.pool, end = std::min<int64_t>(begin + op.params.pool, span.rows);
        float mean[largest_head_size] = {};
        for (int64_t row = begin; row < end; row++) {
            const char * at = source + (span.first_row + row) * op.q_row_stride;
            for (int d = 0; d < head_size; d += vec_width) {
                vec_store(mean + d, vec_add(vec_load(mean + d), vec_load(at + d * sizeof(float))));
            }
        }
        const vec share = vec_set(1.0f / float(end - begin));
        for (int d = 0; d < head_size; d += vec_width) {
            vec_store(mean + d, vec_mul(vec_load(mean + d), share));
        }
        int8_t codes[largest_head_size];
        const float unit = code_row(mean, head_size, codes);
        CodeQuad * quads = work.run_codes + run / run_tile * run_tile * (head_size / 4);
        work.run_starts[run] = place_run_codes(codes, run % run_tile, head_size, quads);
        work.thresholds[run] =
            limit_of(mean_reference(op.params, begin, end, work) / log2_of_e, op.params.theta, unit, op.scale);
    }
}

// Sets the bit of every candidate that some run keeps.
template <int Static>
void identify_int8(HeadSize<Static> head, const anchor_op & op, int query_head, const GroupSpan & span,
                   const KeyCodes & codes, Workspace & work) {
    const int head_size = head.get();
    const int kv_head = query_head / (op.shape.n_head / op.shape.n_head_kv);
    const int64_t runs = span.runs(op.params.pool);
    code_runs(op, query_head, span, work);
    for (int64_t first = span.sink_end / code_block * code_block; first < span.local_begin; first += code_block) {
        const uint8_t * keys = codes.block(kv_head, first, head_size);
        const float * units = codes.block_units(kv_head, first);
        uint64_t reached = 0;
        for (int64_t run = 0; run < runs; run += run_tile) {
            const RunTile tile = {work.run_codes + run * (head_size / 4), work.run_starts + run, work.thresholds + run};
            reached |= compare_block(head, keys, units, tile);
        }
        work.kept[first / code_block] = reached & candidate_bits(span, first);
    }
}

}  // namespace anchor::cpu
