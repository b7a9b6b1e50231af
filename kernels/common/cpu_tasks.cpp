// How many tasks the CPU back end makes of an op. Apart from the kernel, since libllama tells progress by it and links
// no back end.
#include "anchor_cpu.h"

#include "../cpu/slices.h"

extern "C" int32_t anchor_cpu_task_count(const anchor_shape * shape, const anchor_params * params) {
    const anchor::cpu::Slicing slicing = anchor::cpu::slicing_of(*shape, *params);
    return shape->n_head * slicing.count * slicing.passes;
}
