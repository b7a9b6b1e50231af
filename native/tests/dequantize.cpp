// Writes a quantised model's weights as F32, so that tests can tell a kernel's error from the noise of int8 products.
//   dequantize MODEL OUT
#include "llama.h"

#include <cstdio>

int main(int argc, char ** argv) {
    if (argc != 3) {
        fprintf(stderr, "dequantize MODEL OUT\n");
        return 2;
    }
    llama_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
    llama_model_quantize_params params = llama_model_quantize_default_params();
    params.ftype = LLAMA_FTYPE_ALL_F32;
    params.allow_requantize = true;
    return llama_model_quantize(argv[1], argv[2], &params) == 0 ? 0 : 1;
}
