#include "op_case.h"

#include "anchor_cpu.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

using namespace anchor::test;

namespace {

std::string fault(const anchor_params & params) {
    const char * name = anchor_params_check(&params);
    return name ? name : "";
}

template <class T>
std::string fault_with(T anchor_params::*member, T value) {
    anchor_params params = preset_fine;
    params.*member = value;
    return fault(params);
}

const anchor_shape sound = {2048, 2048, 12, 2, 128, ANCHOR_TYPE_F16, ANCHOR_TYPE_F16};

template <class T>
anchor_reason choose_with(T anchor_shape::*member, T value) {
    anchor_shape shape = sound;
    shape.*member = value;
    return anchor_cpu_choose(&shape, &preset_fine);
}

}  // namespace

TEST_CASE("params check passes the presets and the ends of every range") {
    CHECK(fault(preset_paper) == "");
    CHECK(fault(preset_fine) == "");
    CHECK(fault(preset_finer) == "");
    CHECK(fault({1, 1, -1e30f, ANCHOR_REFERENCE_MAX, 0, 0, 0, ANCHOR_IDENTIFY_INT8, 0}) == "");
    CHECK(fault({8192, 8192, 1e30f, ANCHOR_REFERENCE_LSE, 65536, 65536, 1048576, ANCHOR_IDENTIFY_F32, 1048576}) == "");
}

TEST_CASE("params check names the parameter out of range") {
    CHECK(fault_with(&anchor_params::group, 0) == "group");
    CHECK(fault_with(&anchor_params::group, 8193) == "group");
    CHECK(fault_with(&anchor_params::pool, 0) == "pool");
    CHECK(fault_with(&anchor_params::pool, preset_fine.group + 1) == "pool");
    CHECK(fault_with(&anchor_params::theta, NAN) == "theta");
    CHECK(fault_with(&anchor_params::theta, INFINITY) == "theta");
    CHECK(fault_with(&anchor_params::theta, -INFINITY) == "theta");
    CHECK(fault_with(&anchor_params::reference, -1) == "reference");
    CHECK(fault_with(&anchor_params::reference, 2) == "reference");
    CHECK(fault_with(&anchor_params::sink, -1) == "sink");
    CHECK(fault_with(&anchor_params::sink, 65537) == "sink");
    CHECK(fault_with(&anchor_params::window, -1) == "window");
    CHECK(fault_with(&anchor_params::window, 65537) == "window");
    CHECK(fault_with(&anchor_params::min_keys, -1) == "min_keys");
    CHECK(fault_with(&anchor_params::min_keys, 1048577) == "min_keys");
    CHECK(fault_with(&anchor_params::identify, -1) == "identify");
    CHECK(fault_with(&anchor_params::identify, 2) == "identify");
    CHECK(fault_with(&anchor_params::gain_keys, -1) == "gain_keys");
    CHECK(fault_with(&anchor_params::gain_keys, 1048577) == "gain_keys");
}

TEST_CASE("the chooser answers sparse or the reason") {
    CHECK(anchor_cpu_choose(&sound, &preset_fine) == ANCHOR_SPARSE);
    CHECK(choose_with(&anchor_shape::n_q, 1) == ANCHOR_DENSE_DECODE);
    CHECK(choose_with(&anchor_shape::n_q, 0) == ANCHOR_DENSE_GRAPH);
    CHECK(choose_with(&anchor_shape::n_past, -1) == ANCHOR_DENSE_GRAPH);
    CHECK(choose_with(&anchor_shape::n_head_kv, 5) == ANCHOR_DENSE_GRAPH);
    CHECK(choose_with(&anchor_shape::n_head_kv, 0) == ANCHOR_DENSE_GRAPH);
    CHECK(choose_with(&anchor_shape::head_size, 112) == ANCHOR_DENSE_HEAD_SIZE);
    CHECK(choose_with(&anchor_shape::k_type, int32_t(ANCHOR_TYPE_OTHER)) == ANCHOR_DENSE_TYPE);
    CHECK(choose_with(&anchor_shape::v_type, int32_t(-1)) == ANCHOR_DENSE_TYPE);
    for (int32_t head_size : {64, 80, 96, 128, 256}) {
        CHECK(choose_with(&anchor_shape::head_size, head_size) == ANCHOR_SPARSE);
        anchor_shape in_blocks = sound;
        in_blocks.head_size = head_size;
        in_blocks.v_type = ANCHOR_TYPE_Q8_0;
        CHECK(anchor_cpu_choose(&in_blocks, &preset_fine) ==
              (head_size == 80 ? ANCHOR_DENSE_HEAD_SIZE : ANCHOR_SPARSE));
    }
    anchor_params bad = preset_fine;
    bad.pool = 0;
    CHECK(anchor_cpu_choose(&sound, &bad) == ANCHOR_DENSE_PARAMS);
}

TEST_CASE("an op is short when its last group has fewer than min_keys keys before it") {
    anchor_shape shape = sound;
    shape.n_past = 0;
    shape.n_q = 1024;  // last group starts at 896
    CHECK(anchor_choose(&shape, &preset_fine) == ANCHOR_DENSE_SHORT);
    shape.n_q = 1025;  // last group, of one row, starts at 1024
    CHECK(anchor_choose(&shape, &preset_fine) == ANCHOR_SPARSE);
    CHECK(anchor_group_count(&shape, &preset_fine) == 9);
    shape.n_q = 2048;
    CHECK(anchor_choose(&shape, &preset_paper) == ANCHOR_DENSE_SHORT);
    shape.n_past = 1024;
    CHECK(anchor_choose(&shape, &preset_paper) == ANCHOR_SPARSE);
}

TEST_CASE("an op has no gain when fewer than gain_keys keys lie before its first row") {
    anchor_params params = preset_fine;
    params.gain_keys = 2048;
    anchor_shape shape = sound;
    shape.n_past = 2047;
    CHECK(anchor_cpu_choose(&shape, &params) == ANCHOR_DENSE_NO_GAIN);
    shape.n_past = 2048;
    CHECK(anchor_cpu_choose(&shape, &params) == ANCHOR_SPARSE);
    // What holds for the whole model, or for this op in any case, is the reason that is told.
    shape.n_past = 0;
    shape.n_q = 512;
    CHECK(anchor_cpu_choose(&shape, &params) == ANCHOR_DENSE_SHORT);
    shape.v_type = ANCHOR_TYPE_OTHER;
    CHECK(anchor_cpu_choose(&shape, &params) == ANCHOR_DENSE_TYPE);
    params.gain_keys = 1048576;  // never
    shape = sound;
    shape.n_past = 1048575 - shape.n_q;
    CHECK(anchor_cpu_choose(&shape, &params) == ANCHOR_DENSE_NO_GAIN);
}

TEST_CASE("every reason has its own name") {
    std::set<std::string> names;
    for (int reason = 0; reason < ANCHOR_REASON_COUNT; reason++) {
        names.insert(anchor_reason_name(anchor_reason(reason)));
    }
    CHECK(names.size() == ANCHOR_REASON_COUNT);
    CHECK(names.count("unknown reason") == 0);
}
