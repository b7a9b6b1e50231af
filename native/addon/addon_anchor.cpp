#include <algorithm>

#include "AddonContext.h"
#include "llama_anchor.h"

namespace {

// Counts are below 2^53: a double carries them exactly.
Napi::Value to_doubles(Napi::Env env, const std::vector<int64_t> & values) {
    Napi::Float64Array array = Napi::Float64Array::New(env, values.size());
    for (size_t i = 0; i < values.size(); i++) {
        array[i] = double(values[i]);
    }
    return array;
}

}  // namespace

// anchorSet({sparse, group, pool, theta, reference, sink, window, minKeys, identify, gainKeys, denseTimedLayers,
// probeShare}): for the next decodes. Throws when the context is not loaded or a parameter is out of range.
Napi::Value AddonContext::AnchorSet(const Napi::CallbackInfo & info) {
    const Napi::Env env = info.Env();
    if (disposed || !contextLoaded) {
        Napi::Error::New(env, "Context is not loaded").ThrowAsJavaScriptException();
        return env.Undefined();
    }
    const Napi::Object options = info[0].As<Napi::Object>();
    const auto integer = [&](const char * name) { return options.Get(name).As<Napi::Number>().Int32Value(); };
    llama_anchor_setting setting;
    setting.sparse = options.Get("sparse").As<Napi::Boolean>().Value();
    setting.params.group = integer("group");
    setting.params.pool = integer("pool");
    setting.params.theta = options.Get("theta").As<Napi::Number>().FloatValue();
    setting.params.reference = integer("reference");
    setting.params.sink = integer("sink");
    setting.params.window = integer("window");
    setting.params.min_keys = integer("minKeys");
    setting.params.identify = integer("identify");
    const Napi::Array layers = options.Get("denseTimedLayers").As<Napi::Array>();
    for (uint32_t i = 0; i < layers.Length(); i++) {
        setting.dense_timed_layers.push_back(layers.Get(i).As<Napi::Number>().Int32Value());
    }
    setting.params.gain_keys = integer("gainKeys");
    setting.probe_share = integer("probeShare");
    const bool share_wrong = setting.probe_share < 0 || setting.probe_share > ANCHOR_PROBE_SHARE_MAX;
    const char * wrong = share_wrong ? "probeShare" : anchor_params_check(&setting.params);
    if (setting.sparse && wrong != nullptr) {
        Napi::RangeError::New(env, std::string("sparse prefill parameter out of range: ") + wrong)
            .ThrowAsJavaScriptException();
        return env.Undefined();
    }
    llama_anchor_set(ctx, setting);
    return env.Undefined();
}

// anchorStop(stop): the decode in flight ends at its next poll, later ones at their first, until it is called with
// false.
Napi::Value AddonContext::AnchorStop(const Napi::CallbackInfo & info) {
    anchor.stop = info[0].As<Napi::Boolean>().Value();
    return info.Env().Undefined();
}

// anchorProgress() -> [polls so far, polls expected] of the decode in flight or the last one.
Napi::Value AddonContext::AnchorProgress(const Napi::CallbackInfo & info) {
    std::lock_guard<std::mutex> lock(disposeMutex);
    const int64_t expected = ctx == nullptr ? 0 : llama_anchor_expected_polls(ctx);
    return to_doubles(info.Env(), {anchor.polls, expected});
}

// anchorStats() -> the last micro-batch's counters, as llama_anchor_stats flattens them. Between decodes only.
Napi::Value AddonContext::AnchorStats(const Napi::CallbackInfo & info) {
    if (disposed || !contextLoaded) {
        Napi::Error::New(info.Env(), "Context is not loaded").ThrowAsJavaScriptException();
        return info.Env().Undefined();
    }
    return to_doubles(info.Env(), llama_anchor_stats(ctx));
}

// anchorOutputs(rows): later decodes compute the logits of their last so many rows, beside those that are asked for
// otherwise. 0 ends it.
Napi::Value AddonContext::AnchorOutputs(const Napi::CallbackInfo & info) {
    anchor.output_rows = std::max(0, info[0].As<Napi::Number>().Int32Value());
    return info.Env().Undefined();
}

// anchorLogits(first, count) -> Float32Array of count x vocabulary: a copy of rows [first, first + count) of those that
// anchorOutputs asked for, of the last decode. Throws when it had fewer. Between decodes only.
Napi::Value AddonContext::AnchorLogits(const Napi::CallbackInfo & info) {
    const Napi::Env env = info.Env();
    if (disposed || !contextLoaded) {
        Napi::Error::New(env, "Context is not loaded").ThrowAsJavaScriptException();
        return env.Undefined();
    }
    const int64_t first = info[0].As<Napi::Number>().Int64Value();
    const int64_t count = info[1].As<Napi::Number>().Int64Value();
    if (first < 0 || count < 0 || first + count > anchor.outputs) {
        Napi::RangeError::New(env, "The last decode has no logits of these rows").ThrowAsJavaScriptException();
        return env.Undefined();
    }
    const int32_t vocabulary = llama_vocab_n_tokens(llama_model_get_vocab(llama_get_model(ctx)));
    Napi::Float32Array array = Napi::Float32Array::New(env, size_t(count) * vocabulary);
    for (int64_t row = 0; row < count; row++) {
        // Counted from the end, where our rows are: a sampled token may have had an output in front of them.
        const float * logits = llama_get_logits_ith(ctx, int32_t(first + row - anchor.outputs));
        if (logits == nullptr) {
            Napi::Error::New(env, "The last decode failed and has no logits").ThrowAsJavaScriptException();
            return env.Undefined();
        }
        std::copy_n(logits, vocabulary, array.Data() + size_t(row) * vocabulary);
    }
    return array;
}
