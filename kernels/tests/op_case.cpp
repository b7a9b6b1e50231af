#include "op_case.h"

#include "encode.h"

#include <sstream>

namespace anchor::test {

namespace {

size_t row_bytes(int32_t type, int count) {
    switch (type) {
    case ANCHOR_TYPE_F32:
        return size_t(count) * 4;
    case ANCHOR_TYPE_Q8_0:
        return size_t(count) / q8_0_block_values * q8_0_block_bytes;
    default:
        return size_t(count) * 2;
    }
}

void encode_row(const float * row, int count, int32_t type, char * out) {
    for (int i = 0; i < count; i++) {
        if (type == ANCHOR_TYPE_F32) {
            std::memcpy(out + 4 * i, row + i, 4);
        } else if (type == ANCHOR_TYPE_Q8_0) {
            if (i % q8_0_block_values == 0) {
                q8_0_from_floats(row + i, out + i / q8_0_block_values * q8_0_block_bytes);
            }
        } else {
            const uint16_t bits = type == ANCHOR_TYPE_F16 ? f16_from_float(row[i]) : bf16_from_float(row[i]);
            std::memcpy(out + 2 * i, &bits, 2);
        }
    }
}

float norm(const std::vector<float> & row) {
    double sum = 0;
    for (float x : row) {
        sum += double(x) * x;
    }
    return float(std::sqrt(sum));
}

// Planted inputs, in nats of score: every row matches key 0 at 16; a row of class c matches keys of class c at 12; all
// else is noise of about 0.5. Thresholds of the presets then fall in the gaps.
constexpr float planted_length = 2.0f;  // of a planted key, in units of sqrt(head_size)
constexpr float sink_score = 16.0f, class_score = 12.0f;
constexpr int n_classes = 3;

}  // namespace

OpCase::Tensor OpCase::allocate(int64_t rows, int heads, int32_t type, const CaseSpec & spec, bool by_head) const {
    Tensor tensor;
    tensor.type = type;
    const size_t unit = type == ANCHOR_TYPE_F32 ? 4 : 2;
    const size_t row = row_bytes(type, spec.shape.head_size) + spec.padding * unit;
    tensor.row_stride = by_head ? row : row * heads;
    tensor.head_stride = by_head ? row * rows : row;
    tensor.bytes.assign(row * rows * heads + spec.offset, 0);
    tensor.base = tensor.bytes.data() + spec.offset;
    return tensor;
}

OpCase::OpCase(const CaseSpec & spec)
    : op{}, groups(anchor_group_count(&spec.shape, &spec.params)), n_keys(int64_t(spec.shape.n_past) + spec.shape.n_q) {
    const anchor_shape & shape = spec.shape;
    q = allocate(shape.n_q, shape.n_head, ANCHOR_TYPE_F32, spec, false);
    k = allocate(n_keys + stale_cells, shape.n_head_kv, shape.k_type, spec, spec.keys_by_head);
    v = allocate(n_keys + stale_cells, shape.n_head_kv, shape.v_type, spec, spec.keys_by_head);
    out.assign(size_t(shape.n_q) * shape.n_head * shape.head_size, NAN);
    counts.assign(shape.n_head, {});
    op.shape = shape;
    op.params = spec.params;
    op.scale = 1.0f / std::sqrt(float(shape.head_size));
    op.q = q.base, op.q_row_stride = q.row_stride, op.q_head_stride = q.head_stride;
    op.k = k.base, op.k_row_stride = k.row_stride, op.k_head_stride = k.head_stride;
    op.v = v.base, op.v_row_stride = v.row_stride, op.v_head_stride = v.head_stride;
    op.out = out.data();
    op.out_head_stride = sizeof(float) * shape.head_size;
    op.out_row_stride = op.out_head_stride * shape.n_head;
    op.counts = counts.data();
    op.kept_stride = size_t(n_keys + 7) / 8 + 3;
    kept.assign(size_t(shape.n_head) * groups * op.kept_stride, 0xa5);  // the kernel must clear it
    op.kept = kept.data();
    fill(spec);
}

void OpCase::fill(const CaseSpec & spec) {
    const anchor_shape & shape = spec.shape;
    const int head_size = shape.head_size;
    const float unit = std::sqrt(float(head_size));
    const bool planted = spec.input == Input::Planted;
    std::mt19937 random(spec.seed);
    std::normal_distribution<float> normal;
    std::uniform_real_distribution<float> uniform;
    float longest_query = 0, longest_key = 0;
    std::vector<float> row(head_size);
    const auto add = [&](const std::vector<float> & direction, float length) {
        for (int d = 0; d < head_size; d++) {
            row[d] += direction[d] * length;
        }
    };
    for (int kv_head = 0; kv_head < shape.n_head_kv; kv_head++) {
        // Unit vectors: the sink's, then the classes'.
        std::vector<std::vector<float>> directions(1 + n_classes, std::vector<float>(head_size));
        for (auto & direction : directions) {
            for (float & x : direction) {
                x = normal(random);
            }
            const float length = norm(direction);
            for (float & x : direction) {
                x /= length;
            }
        }
        for (int64_t key = 0; key < n_keys + stale_cells; key++) {
            for (float & x : row) {
                x = key < n_keys ? normal(random) * (planted ? 0.5f : 1.0f) : NAN;
            }
            if (planted && key == 0) {
                add(directions[0], planted_length * unit);
            } else if (planted && uniform(random) < spec.stripes) {
                add(directions[1 + random() % n_classes], planted_length * unit);
            }
            if (key < n_keys) {
                longest_key = std::max(longest_key, norm(row));
            }
            encode_row(row.data(), head_size, k.type, k.at(key, kv_head));
            for (float & x : row) {
                x = key < n_keys ? normal(random) : NAN;
                largest_value = std::isnan(x) ? largest_value : std::max(largest_value, std::fabs(x));
            }
            encode_row(row.data(), head_size, v.type, v.at(key, kv_head));
        }
        const int heads = shape.n_head / shape.n_head_kv;
        for (int head = kv_head * heads; head < (kv_head + 1) * heads; head++) {
            int query_class = 0, rows_left = 0;
            for (int64_t i = 0; i < shape.n_q; i++) {
                if (rows_left-- == 0) {  // classes come in segments, some of them without a class
                    query_class = int(random() % (n_classes + 1));
                    rows_left = int(random() % 200);
                }
                for (float & x : row) {
                    x = normal(random) * (planted ? 0.4f : 1.0f);
                }
                if (planted) {
                    add(directions[0], sink_score / planted_length);
                    if (query_class > 0) {
                        add(directions[query_class], class_score / planted_length);
                    }
                }
                longest_query = std::max(longest_query, norm(row));
                encode_row(row.data(), head_size, ANCHOR_TYPE_F32, q.at(i, head));
            }
        }
    }
    largest_score = longest_query * longest_key * op.scale;
}

bool OpCase::kept_bit(int head, int group, int64_t key) const {
    return kept[(size_t(head) * groups + group) * op.kept_stride + key / 8] >> (key % 8) & 1;
}

float * OpCase::query(int64_t row, int head) { return reinterpret_cast<float *>(q.at(row, head)); }

void OpCase::set_key(int64_t key, int kv_head, const std::vector<float> & row) {
    encode_row(row.data(), op.shape.head_size, k.type, k.at(key, kv_head));
}

std::string describe(const CaseSpec & spec) {
    static const char * const types[] = {"f32", "f16", "bf16", "q8_0"};
    std::ostringstream text;
    text << "n_q " << spec.shape.n_q << " n_past " << spec.shape.n_past << " heads " << spec.shape.n_head << ":"
         << spec.shape.n_head_kv << " D " << spec.shape.head_size << " K " << types[spec.shape.k_type] << " V "
         << types[spec.shape.v_type] << " G " << spec.params.group << " P " << spec.params.pool << " theta "
         << spec.params.theta << " sink " << spec.params.sink << " window " << spec.params.window << " min_keys "
         << spec.params.min_keys << (spec.params.identify == ANCHOR_IDENTIFY_INT8 ? " int8" : " f32") << " seed "
         << spec.seed;
    return text.str();
}

}  // namespace anchor::test
