// The model's best token at each step behind a reading, along a passage of the text that is forced on it, against a
// stored reference.
//   teacher_forcing MODEL TEXT dense|sparse REFERENCE GAP       the argmax must agree wherever the reference's two best
//                                                              logits lie more than GAP apart
//   teacher_forcing MODEL TEXT dense|sparse REFERENCE record    write REFERENCE; in sparse mode every sparse op's
//   result
//                                                              is replaced by the double-precision oracle's
// A line of REFERENCE is: token forced next, the model's best token before it, gap of the two best logits.
#include "captured_op.h"
#include "model_run.h"

#include "llama_anchor.h"
#include "presets.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

constexpr int TOKENS = 128;
constexpr int ROWS = 3500;    // tokens read: one whole micro-batch and a ragged one
constexpr int PASSAGE = 800;  // where the forced tokens stand in the text: far from the end of the reading

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
    double gap;
};

Best best_of(const std::vector<float> & logits) {
    const auto best = std::max_element(logits.begin(), logits.end());
    float second = -INFINITY;
    for (auto it = logits.begin(); it != logits.end(); ++it) {
        if (it != best) {
            second = std::max(second, *it);
        }
    }
    return {llama_token(best - logits.begin()), double(*best) - second};
}

}  // namespace

int main(int argc, char ** argv) {
    if (argc != 6) {
        fprintf(stderr, "teacher_forcing MODEL TEXT dense|sparse REFERENCE GAP|record\n");
        return 2;
    }
    const bool sparse = strcmp(argv[3], "sparse") == 0;
    const bool record = strcmp(argv[5], "record") == 0;
    const double min_gap = atof(argv[5]);
    ModelRun run(argv[1], 8192, 2, record && sparse ? replace_by_oracle : nullptr);

    const std::vector<llama_token> text = run.tokenize(read_file(argv[2]), false);
    if (text.size() < ROWS) {
        fprintf(stderr, "%s has only %zu tokens\n", argv[2], text.size());
        return 2;
    }
    llama_anchor_set(run.ctx, {sparse, anchor::test::preset_finer, {}});
    run.decode({text.begin(), text.begin() + ROWS});
    // what follows a document runs dense
    llama_anchor_set(run.ctx, {false, anchor::test::preset_finer, {}});

    if (record) {
        std::ofstream out(argv[4]);
        for (int i = 0; i < TOKENS; i++) {
            const Best best = best_of(run.logits());
            out << text[PASSAGE + i] << ' ' << best.token << ' ' << best.gap << '\n';
            run.decode({text[PASSAGE + i]});
        }
        return out.good() ? 0 : 1;
    }
    std::ifstream in(argv[4]);
    int compared = 0, agreed = 0, followed = 0;
    llama_token token, wanted;
    double gap;
    while (in >> token >> wanted >> gap) {
        const Best best = best_of(run.logits());
        followed++;
        if (gap > min_gap) {
            compared++;
            agreed += best.token == wanted;
        }
        run.decode({token});
    }
    printf("%s: %d of %d steps have a clear reference, the argmax agrees at %d of them\n", argv[3], compared, followed,
           agreed);
    const bool ok = followed == TOKENS && compared > TOKENS / 2 && agreed == compared;
    printf("%d passed, %d failed\n", ok ? 1 : 0, ok ? 0 : 1);
    return ok ? 0 : 1;
}
