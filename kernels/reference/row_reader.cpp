#include "row_reader.h"

#include "../common/number_formats.h"

namespace anchor::reference {

void read_row(const void * row, int32_t type, int count, double * out) {
    const char * bytes = static_cast<const char *>(row);
    for (int i = 0; i < count; i++) {
        switch (type) {
        case ANCHOR_TYPE_F32:
            out[i] = load_unaligned<float>(bytes + 4 * i);
            break;
        case ANCHOR_TYPE_F16:
            out[i] = float_from_f16(load_unaligned<uint16_t>(bytes + 2 * i));
            break;
        case ANCHOR_TYPE_BF16:
            out[i] = float_from_bf16(load_unaligned<uint16_t>(bytes + 2 * i));
            break;
        case ANCHOR_TYPE_Q8_0: {
            const char * block = bytes + (i / q8_0_block_values) * q8_0_block_bytes;
            const double scale = float_from_f16(load_unaligned<uint16_t>(block));
            out[i] = scale * load_unaligned<int8_t>(block + 2 + i % q8_0_block_values);
            break;
        }
        default:
            out[i] = 0.0;
            break;
        }
    }
}

}  // namespace anchor::reference
