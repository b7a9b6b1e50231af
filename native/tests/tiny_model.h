// Writes GGUF models of a few kilobytes with random weights and no vocabulary, one for each kind of attention layer.
#pragma once

#include "ggml.h"
#include "gguf.h"

#include <random>
#include <string>
#include <vector>

class TinyModel {
public:
    static constexpr int64_t LAYERS = 2, FEED_FORWARD = 64, VOCABULARY = 256;

    // arch: llama (plain), gemma2 (sliding window on even layers, soft cap), mpt (ALiBi)
    TinyModel(const char * arch, int64_t head_size, int64_t heads = 2, int64_t heads_kv = 1)
        : arch(arch), embedding(head_size * heads), kv(head_size * heads_kv) {
        ggml_init_params params = {size_t(16) << 20, nullptr, false};
        ctx = ggml_init(params);
        gguf = gguf_init_empty();
        gguf_set_val_str(gguf, "general.architecture", arch);
        gguf_set_val_str(gguf, "tokenizer.ggml.model", "no_vocab");
        set("vocab_size", VOCABULARY);
        set("context_length", 8192);
        set("embedding_length", embedding);
        set("block_count", LAYERS);
        set("feed_forward_length", FEED_FORWARD);
        set("attention.head_count", heads);
        set("attention.head_count_kv", heads_kv);
        set("rope.dimension_count", head_size);
        set_float("attention.layer_norm_rms_epsilon", 1e-5f);
        set_float("attention.layer_norm_epsilon", 1e-5f);
        add("token_embd.weight", embedding, VOCABULARY);
        if (std::string(arch) != "gemma2") {  // its output is the token embedding
            add("output.weight", embedding, VOCABULARY);
        }
        add("output_norm.weight", embedding);
    }

    ~TinyModel() {
        gguf_free(gguf);
        ggml_free(ctx);
    }

    TinyModel(const TinyModel &) = delete;
    TinyModel & operator=(const TinyModel &) = delete;

    void set(const char * key, int64_t value) { gguf_set_val_u32(gguf, (arch + "." + key).c_str(), uint32_t(value)); }
    void set_float(const char * key, float value) { gguf_set_val_f32(gguf, (arch + "." + key).c_str(), value); }

    // F32 tensor; a vector is all ones, a matrix random
    void add(const std::string & name, int64_t columns, int64_t rows = 0) {
        ggml_tensor * tensor = rows ? ggml_new_tensor_2d(ctx, GGML_TYPE_F32, columns, rows)
                                    : ggml_new_tensor_1d(ctx, GGML_TYPE_F32, columns);
        float * data = ggml_get_data_f32(tensor);
        for (int64_t i = 0; i < ggml_nelements(tensor); i++) {
            data[i] = rows ? normal(random) : 1.0f;
        }
        ggml_set_name(tensor, name.c_str());
        gguf_add_tensor(gguf, tensor);
    }

    void write(const std::string & path) {
        for (int64_t layer = 0; layer < LAYERS; layer++) {
            const std::string block = "blk." + std::to_string(layer) + ".";
            for (const char * norm : {"attn_norm", "ffn_norm"}) {
                add(block + norm + ".weight", embedding);
            }
            if (arch == "mpt") {
                add(block + "attn_qkv.weight", embedding, embedding + 2 * kv);
            } else {
                add(block + "attn_q.weight", embedding, embedding);
                add(block + "attn_k.weight", embedding, kv);
                add(block + "attn_v.weight", embedding, kv);
                add(block + "ffn_gate.weight", embedding, FEED_FORWARD);
            }
            if (arch == "gemma2") {
                add(block + "post_attention_norm.weight", embedding);
                add(block + "post_ffw_norm.weight", embedding);
            }
            add(block + "attn_output.weight", embedding, embedding);
            add(block + "ffn_up.weight", embedding, FEED_FORWARD);
            add(block + "ffn_down.weight", FEED_FORWARD, embedding);
        }
        gguf_write_to_file(gguf, path.c_str(), false);
    }

private:
    std::string arch;
    int64_t embedding, kv;
    ggml_context * ctx;
    gguf_context * gguf;
    std::mt19937 random{7};
    std::normal_distribution<float> normal{0.0f, 0.2f};
};
