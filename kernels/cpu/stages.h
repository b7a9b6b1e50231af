// Stages anchor and attend of one slice of one head, and what goes before, between and after them. Stage identify:
// identify.h.
#pragma once

#include "identify.h"
#include "op_scratch.h"

namespace anchor::cpu {

// Packs the group's queries across lanes, scaled to base-2 scores, and empties the running softmax.
inline void read_queries(const anchor_op & op, int head, const GroupSpan & span, Workspace & work) {
    const int head_size = op.shape.head_size;
    const float scale = float(double(op.scale) * log2_of_e);
    const int64_t padded_rows = int64_t(round_up(span.rows, row_tile));
    std::fill(work.queries, work.queries + padded_rows * head_size, 0.0f);
    std::fill(work.accumulators, work.accumulators + padded_rows * head_size, 0.0f);
    std::fill(work.row_max, work.row_max + padded_rows, -INFINITY);
    std::fill(work.row_sum, work.row_sum + padded_rows, 0.0f);
    const char * source = static_cast<const char *>(op.q) + head * op.q_head_stride;
    // Stores in order, as their lines lie far apart otherwise; the loads of a tile's rows stay in the cache.
    for (int64_t first = 0; first < span.rows; first += row_tile) {
        const int rows = int(std::min<int64_t>(row_tile, span.rows - first));
        const char * tile_source = source + (span.first_row + first) * op.q_row_stride;
        float * tile = work.queries + first * head_size;
        for (int d = 0; d < head_size; d++) {
            for (int row = 0; row < rows; row++) {
                tile[d * row_tile + row] =
                    load_unaligned<float>(tile_source + row * op.q_row_stride + d * sizeof(float)) * scale;
            }
        }
    }
}

template <int Static>
void fold_range(HeadSize<Static> head, const GroupSpan & span, const RowSource & k, const RowSource & v, int64_t begin,
                int64_t end, Workspace & work) {
    const int head_size = head.get();
    for (int64_t first = begin; first < end; first += key_block) {
        const int n_keys = int(std::min<int64_t>(key_block, end - first));
        for (int i = 0; i < n_keys; i++) {
            k.read(first + i, head_size, work.keys + i * head_size);
            v.read(first + i, head_size, work.values + i * head_size);
        }
        pad_keys(work.keys, n_keys, head_size);
        fold_block(head, span, work, n_keys, first);
    }
}

template <int Static>
void anchor_stage(HeadSize<Static> head, const GroupSpan & span, const RowSource & k, const RowSource & v,
                  Workspace & work) {
    fold_range(head, span, k, v, 0, span.sink_end, work);
    fold_range(head, span, k, v, span.local_begin, span.keys_end(), work);
}

// Gathers the kept keys in ascending order, a block at a time; returns how many.
template <int Static>
int64_t attend_stage(HeadSize<Static> head, const GroupSpan & span, const RowSource & k, const RowSource & v,
                     Workspace & work) {
    const int head_size = head.get();
    KeptKeys kept(span, work.kept);
    int n_keys = 0;
    int64_t n_kept = 0;
    const auto fold = [&] {
        pad_keys(work.keys, n_keys, head_size);
        fold_block(head, span, work, n_keys, all_before_group);
        n_kept += n_keys;
        n_keys = 0;
    };
    for (int64_t key = kept.next(); key >= 0; key = kept.next()) {
        k.read(key, head_size, work.keys + n_keys * head_size);
        v.read(key, head_size, work.values + n_keys * head_size);
        if (++n_keys == key_block) {
            fold();
        }
    }
    if (n_keys > 0) {
        fold();
    }
    return n_kept;
}

// Leaves what the slice's rows have come to for the second pass: the accumulators in the output, as no other slice of
// this head writes there.
inline void park_rows(const anchor_op & op, int head, const GroupSpan & span, const Workspace & work,
                      const Parked & parked) {
    const size_t at = size_t(head) * op.shape.n_q + span.first_row, bytes = op.shape.head_size * sizeof(float);
    std::copy_n(work.row_max, span.rows, parked.row_max + at);
    std::copy_n(work.row_sum, span.rows, parked.row_sum + at);
    char * out = static_cast<char *>(op.out) + head * op.out_head_stride;
    for (int64_t row = 0; row < span.rows; row++) {
        std::memcpy(out + (span.first_row + row) * op.out_row_stride, work.accumulators + row * op.shape.head_size,
                    bytes);
    }
}

// Takes parked rows up again, after read_queries.
inline void resume_rows(const anchor_op & op, int head, const GroupSpan & span, const Parked & parked,
                        Workspace & work) {
    const size_t at = size_t(head) * op.shape.n_q + span.first_row, bytes = op.shape.head_size * sizeof(float);
    std::copy_n(parked.row_max + at, span.rows, work.row_max);
    std::copy_n(parked.row_sum + at, span.rows, work.row_sum);
    const char * out = static_cast<const char *>(op.out) + head * op.out_head_stride;
    for (int64_t row = 0; row < span.rows; row++) {
        std::memcpy(work.accumulators + row * op.shape.head_size, out + (span.first_row + row) * op.out_row_stride,
                    bytes);
    }
}

// Normalises and writes the slice's rows.
inline void write_rows(const anchor_op & op, int head, const GroupSpan & span, const Workspace & work) {
    const int head_size = op.shape.head_size;
    char * out = static_cast<char *>(op.out) + head * op.out_head_stride;
    for (int64_t row = 0; row < span.rows; row++) {
        const vec share = vec_set(1.0f / work.row_sum[row]);
        for (int d = 0; d < head_size; d += vec_width) {
            const vec value = vec_load(work.accumulators + row * head_size + d);
            vec_store(out + (span.first_row + row) * op.out_row_stride + d * sizeof(float), vec_mul(value, share));
        }
    }
}

}  // namespace anchor::cpu
