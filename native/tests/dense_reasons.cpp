// Where attention runs sparse and where dense, and with which reason, in real graphs over tiny models.
//   dense_reasons FOLDER      FOLDER takes the models
#include "model_run.h"
#include "tiny_model.h"

#include "ggml-cpp.h"
#include "ggml_anchor.h"
#include "llama_anchor.h"
#include "presets.h"

namespace {

constexpr anchor_reason NO_REQUEST = anchor_reason(-1);  // the graph is stock

int passed = 0, failed = 0;

void check(const std::string & what, anchor_reason found, anchor_reason wanted) {
    const bool ok = found == wanted;
    printf("%s  %s: %s\n", ok ? "ok  " : "FAIL", what.c_str(),
           found == NO_REQUEST ? "no request" : anchor_reason_name(found));
    (ok ? passed : failed)++;
}

// Appends n tokens; a negative position means behind the last one.
void append(ModelRun & run, int32_t n, int32_t position = -1, int32_t sequences = 1) {
    llama_batch batch = llama_batch_init(n, 0, 1);
    batch.n_tokens = n;
    for (int32_t i = 0; i < n; i++) {
        batch.token[i] = (i * 31) % TinyModel::VOCABULARY;
        batch.pos[i] = (position < 0 ? run.n_past : position) + i / sequences;
        batch.n_seq_id[i] = 1;
        batch.seq_id[i][0] = i % sequences;
        batch.logits[i] = i + 1 == n;
    }
    if (llama_decode(run.ctx, batch) != 0) {
        fprintf(stderr, "decode failed\n");
        exit(2);
    }
    run.n_past += n;
    llama_synchronize(run.ctx);
    llama_batch_free(batch);
}

// The reason that a layer of the last micro-batch reports.
anchor_reason reason_of(const ModelRun & run, int64_t layer = 0) {
    const std::vector<int64_t> stats = llama_anchor_stats(run.ctx);
    for (size_t at = 0; at < stats.size();) {
        const int64_t * fields = &stats[at + 1];
        if (stats[at] == layer) {
            return anchor_reason(fields[GGML_ANCHOR_REASON]);
        }
        at += 1 + ggml_anchor_stats_size(fields[GGML_ANCHOR_HEADS]);
    }
    return NO_REQUEST;
}

void use_sparse(ModelRun & run, anchor_params params = anchor::test::preset_fine, int32_t gain_keys = 0) {
    params.gain_keys = gain_keys;
    llama_anchor_set(run.ctx, {true, params, {}});
}

template <ggml_type type>
void kv_type(llama_context_params & params) {
    params.type_k = params.type_v = type;
}

void two_sequences(llama_context_params & params) {
    params.n_seq_max = 2;
    params.kv_unified = true;
}

void check_model(const std::string & what, const std::string & path, anchor_reason wanted,
                 void (*adjust)(llama_context_params &) = nullptr) {
    ModelRun run(path, 4096, 2, nullptr, nullptr, adjust);
    use_sparse(run);
    append(run, 2048);
    check(what, reason_of(run), wanted);
}

void check_positions(const std::string & llama) {
    ModelRun run(llama, 4096, 2, nullptr, nullptr, two_sequences);
    append(run, 2048);
    check("sparse prefill off", reason_of(run), NO_REQUEST);
    run.clear();
    use_sparse(run);
    append(run, 1024);
    check("1,024 tokens from the start", reason_of(run), ANCHOR_DENSE_SHORT);
    append(run, 1);
    check("one token", reason_of(run), ANCHOR_DENSE_DECODE);
    append(run, 100);
    check("100 tokens behind 1,025", reason_of(run), ANCHOR_SPARSE);
    use_sparse(run, anchor::test::preset_fine, 1126);
    append(run, 100);
    check("1,125 tokens before it, 1,126 asked for", reason_of(run), ANCHOR_DENSE_NO_GAIN);
    append(run, 100);
    check("1,225 tokens before it, 1,126 asked for", reason_of(run), ANCHOR_SPARSE);
    use_sparse(run);
    llama_memory_seq_rm(llama_get_memory(run.ctx), 0, 10, 20);
    append(run, 100);
    check("a hole in the cache", reason_of(run), ANCHOR_DENSE_CELLS);
    run.clear();
    append(run, 2048, 5);
    check("positions from 5", reason_of(run), ANCHOR_DENSE_CELLS);
    run.clear();
    append(run, 2048, 0, 2);
    check("two sequences", reason_of(run), ANCHOR_DENSE_SEQUENCES);
    run.clear();
    anchor_params wrong = anchor::test::preset_fine;
    wrong.pool = 0;
    use_sparse(run, wrong);
    append(run, 2048);
    check("pool 0", reason_of(run), ANCHOR_DENSE_PARAMS);
}

// Ops that no tiny model builds.
void check_ops() {
    ggml_context_ptr ctx(ggml_init({size_t(16) << 20, nullptr, false}));
    const auto tensor = [&](ggml_type type, int64_t columns, int64_t rows, int64_t heads) {
        return ggml_new_tensor_3d(ctx.get(), type, columns, rows, heads);
    };
    ggml_tensor *q = tensor(GGML_TYPE_F32, 64, 32, 4), *k = tensor(GGML_TYPE_F16, 64, 256, 2),
                *v = tensor(GGML_TYPE_F16, 64, 256, 2);
    ggml_tensor * mask = tensor(GGML_TYPE_F16, 256, 32, 1);
    const auto op = [&](ggml_tensor * v_used, ggml_tensor * mask_used) {
        return ggml_flash_attn_ext(ctx.get(), q, k, v_used, mask_used, 0.125f, 0, 0);
    };
    check("a plain op", ggml_anchor_check_op(op(v, mask)), ANCHOR_SPARSE);
    ggml_tensor * with_sinks = op(v, mask);
    ggml_flash_attn_ext_add_sinks(with_sinks, ggml_new_tensor_1d(ctx.get(), GGML_TYPE_F32, 4));
    check("learned sinks", ggml_anchor_check_op(with_sinks), ANCHOR_DENSE_SINKS);
    ggml_tensor * bounded = op(v, mask);
    ggml_flash_attn_ext_set_n_kv_max(bounded, 64);
    check("upstream's own sparsity", ggml_anchor_check_op(bounded), ANCHOR_DENSE_GRAPH);
    check("no mask", ggml_anchor_check_op(op(v, nullptr)), ANCHOR_DENSE_GRAPH);
    check("V of another size", ggml_anchor_check_op(op(tensor(GGML_TYPE_F16, 128, 256, 2), mask)),
          ANCHOR_DENSE_HEAD_SIZE);
}

}  // namespace

int main(int argc, char ** argv) {
    if (argc != 2) {
        fprintf(stderr, "dense_reasons FOLDER\n");
        return 2;
    }
    const std::string folder = std::string(argv[1]) + "/";
    const std::string llama = folder + "llama.gguf", odd = folder + "odd.gguf", gemma = folder + "gemma2.gguf",
                      mpt = folder + "mpt.gguf";
    TinyModel("llama", 64).write(llama);
    TinyModel("llama", 48).write(odd);
    {
        TinyModel model("gemma2", 64);
        model.set("attention.sliding_window", 512);
        model.set_float("attn_logit_softcapping", 50.0f);
        model.set_float("final_logit_softcapping", 30.0f);
        model.write(gemma);
    }
    {
        TinyModel model("mpt", 64);
        model.set_float("attention.max_alibi_bias", 8.0f);
        model.write(mpt);
    }
    check_model("F16 cache", llama, ANCHOR_SPARSE);
    check_model("BF16 cache", llama, ANCHOR_SPARSE, kv_type<GGML_TYPE_BF16>);
    check_model("F32 cache", llama, ANCHOR_SPARSE, kv_type<GGML_TYPE_F32>);
    check_model("Q8_0 cache", llama, ANCHOR_SPARSE, kv_type<GGML_TYPE_Q8_0>);
    check_model("Q4_0 cache", llama, ANCHOR_DENSE_TYPE, kv_type<GGML_TYPE_Q4_0>);
    check_model("head size 48", odd, ANCHOR_DENSE_HEAD_SIZE);
    check_model("ALiBi", mpt, ANCHOR_DENSE_ALIBI);
    {
        ModelRun run(gemma, 4096, 2);
        use_sparse(run);
        append(run, 2048);
        check("sliding-window layer", reason_of(run, 0), ANCHOR_DENSE_SLIDING_WINDOW);
        check("soft-cap layer", reason_of(run, 1), ANCHOR_DENSE_SOFT_CAP);
    }
    check_positions(llama);
    check_ops();
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}
