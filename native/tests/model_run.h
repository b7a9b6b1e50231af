// What the native tests share: a model on the CPU, text to tokens, decodes in micro-batches, logits.
#pragma once

#include "llama.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

struct ModelRun {
    llama_model * model = nullptr;
    llama_context * ctx = nullptr;
    const llama_vocab * vocab = nullptr;
    int32_t n_past = 0;

    static constexpr int32_t MICRO_BATCH = 2048;

    // Ends the test program with exit code 2 when the model does not load.
    // `adjust`, if given, changes the context's parameters.
    ModelRun(const std::string & path, int32_t n_ctx, int32_t threads,
             ggml_backend_sched_eval_callback on_node = nullptr, void * data = nullptr,
             void (*adjust)(llama_context_params &) = nullptr) {
        llama_log_set(
            [](ggml_log_level level, const char * text, void *) {
                if (level == GGML_LOG_LEVEL_ERROR) {
                    fputs(text, stderr);
                }
            },
            nullptr);
        llama_backend_init();
        llama_model_params model_params = llama_model_default_params();
        model_params.n_gpu_layers = 0;
        model = llama_model_load_from_file(path.c_str(), model_params);
        llama_context_params params = llama_context_default_params();
        params.n_ctx = n_ctx;
        params.n_batch = params.n_ubatch = MICRO_BATCH;
        params.n_seq_max = 1;
        params.n_threads = params.n_threads_batch = threads;
        params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_ENABLED;
        params.cb_eval = on_node;
        params.cb_eval_user_data = data;
        if (adjust != nullptr) {
            adjust(params);
        }
        ctx = model ? llama_init_from_model(model, params) : nullptr;
        if (ctx == nullptr) {
            fprintf(stderr, "%s does not load\n", path.c_str());
            exit(2);
        }
        vocab = llama_model_get_vocab(model);
    }

    ~ModelRun() {
        llama_free(ctx);
        llama_model_free(model);
    }

    ModelRun(const ModelRun &) = delete;
    ModelRun & operator=(const ModelRun &) = delete;

    void clear() {
        llama_memory_clear(llama_get_memory(ctx), true);
        n_past = 0;
    }

    std::vector<llama_token> tokenize(const std::string & text, bool special) const {
        std::vector<llama_token> tokens(text.size() + 8);
        const int32_t n = llama_tokenize(vocab, text.data(), int32_t(text.size()), tokens.data(),
                                         int32_t(tokens.size()), false, special);
        tokens.resize(n);
        return tokens;
    }

    // Appends tokens; logits of the last one are kept. Ends the program when a decode fails.
    void decode(const std::vector<llama_token> & tokens) {
        llama_batch batch = llama_batch_init(MICRO_BATCH, 0, 1);
        for (size_t from = 0; from < tokens.size(); from += MICRO_BATCH) {
            batch.n_tokens = int32_t(std::min<size_t>(MICRO_BATCH, tokens.size() - from));
            for (int32_t i = 0; i < batch.n_tokens; i++) {
                batch.token[i] = tokens[from + i];
                batch.pos[i] = n_past + i;
                batch.n_seq_id[i] = 1;
                batch.seq_id[i][0] = 0;
                batch.logits[i] = from + i + 1 == tokens.size();
            }
            if (llama_decode(ctx, batch) != 0) {
                fprintf(stderr, "decode failed at position %d\n", n_past);
                exit(2);
            }
            n_past += batch.n_tokens;
        }
        llama_synchronize(ctx);
        llama_batch_free(batch);
    }

    std::vector<float> logits() const {
        const float * values = llama_get_logits_ith(ctx, -1);
        return std::vector<float>(values, values + llama_vocab_n_tokens(vocab));
    }
};

inline std::string read_file(const std::string & path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}
