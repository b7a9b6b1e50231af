// Greedy tokens after a reading, against stored reference tokens.
//   teacher_forcing MODEL TEXT dense|sparse REFERENCE            follow the stored tokens; the argmax must agree wherever the
//                                                               reference's two best logits lie more than 0.1 apart
//   teacher_forcing MODEL TEXT dense|sparse REFERENCE --record   write REFERENCE; in sparse mode every sparse op's result is
//                                                               replaced by the double-precision oracle's
#include "captured_op.h"
#include "model_run.h"

#include "llama_anchor.h"
#include "presets.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

constexpr int    TOKENS  = 64;
constexpr int    ROWS    = 3500; // of the text: one whole micro-batch and a ragged one
constexpr double MIN_GAP = 0.1;
const char *     QUESTION = "<|im_end|>\n<|im_start|>user\nRetell how the story begins.<|im_end|>\n<|im_start|>assistant\n";

// Computes each sparse op again in double precision and puts that in its place.
bool replace_by_oracle(ggml_tensor * node, bool ask, void *) {
    ggml_anchor_request request;
    if (!ggml_anchor_read(node, &request) || request.reason != ANCHOR_SPARSE) {
        return !ask;
    }
    if (!ask) {
        CapturedOp op;
        op.take(node);
        op.op.out = node->data;
        anchor_reference_run(&op.op, nullptr);
        fprintf(stderr, "layer %d of rows from %d\n", request.layer, request.n_past);
    }
    return true;
}

struct Best {
    llama_token token;
    double      gap;
};

Best best_of(const std::vector<float> & logits) {
    const auto  best = std::max_element(logits.begin(), logits.end());
    float       second = -INFINITY;
    for (auto it = logits.begin(); it != logits.end(); ++it) {
        if (it != best) {
            second = std::max(second, *it);
        }
    }
    return { llama_token(best - logits.begin()), double(*best) - second };
}

} // namespace

int main(int argc, char ** argv) {
    if (argc < 5) {
        fprintf(stderr, "teacher_forcing MODEL TEXT dense|sparse REFERENCE [--record]\n");
        return 2;
    }
    const bool sparse = strcmp(argv[3], "sparse") == 0;
    const bool record = argc > 5 && strcmp(argv[5], "--record") == 0;
    ModelRun   run(argv[1], 8192, 2, record && sparse ? replace_by_oracle : nullptr);

    std::vector<llama_token> tokens = run.tokenize("<|im_start|>user\n", true);
    std::vector<llama_token> text   = run.tokenize(read_file(argv[2]), false);
    tokens.insert(tokens.end(), text.begin(), text.begin() + std::min<size_t>(text.size(), ROWS));
    llama_anchor_set(run.ctx, { sparse, preset_finer(), {} });
    run.decode(tokens);
    llama_anchor_set(run.ctx, { false, preset_finer(), {} });
    run.decode(run.tokenize(QUESTION, true));

    if (record) {
        std::ofstream out(argv[4]);
        for (int i = 0; i < TOKENS; i++) {
            const Best best = best_of(run.logits());
            out << best.token << ' ' << best.gap << '\n';
            run.decode({ best.token });
        }
        return 0;
    }
    std::ifstream in(argv[4]);
    int           compared = 0, agreed = 0, followed = 0;
    llama_token   token;
    double        gap;
    while (in >> token >> gap) {
        const Best best = best_of(run.logits());
        followed++;
        if (gap > MIN_GAP) {
            compared++;
            agreed += best.token == token;
        }
        run.decode({ token });
    }
    printf("%s: %d of %d tokens have a clear reference, the argmax agrees at %d of them\n", argv[3], compared, followed, agreed);
    const bool ok = followed == TOKENS && compared > TOKENS / 2 && agreed == compared;
    printf("%d passed, %d failed\n", ok ? 1 : 0, ok ? 0 : 1);
    return ok ? 0 : 1;
}
