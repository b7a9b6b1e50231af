// Writes the logits after a prefill and a few greedy decodes, as raw floats. Uses llama.h alone, so that the same
// executable runs over the patched and the stock libraries.   logits_dump MODEL TEXT OUT
#include "model_run.h"

#include <algorithm>

int main(int argc, char ** argv) {
    if (argc != 4) {
        fprintf(stderr, "logits_dump MODEL TEXT OUT\n");
        return 2;
    }
    ModelRun run(argv[1], 4096, 2);
    std::vector<llama_token> tokens = run.tokenize(read_file(argv[2]), false);
    tokens.resize(std::min<size_t>(tokens.size(), 2500));
    std::ofstream out(argv[3], std::ios::binary);
    run.decode(tokens);
    for (int i = 0; i < 4; i++) {
        const std::vector<float> logits = run.logits();
        out.write(reinterpret_cast<const char *>(logits.data()), std::streamsize(logits.size() * sizeof(float)));
        run.decode({llama_token(std::max_element(logits.begin(), logits.end()) - logits.begin())});
    }
    return out.good() ? 0 : 1;
}
