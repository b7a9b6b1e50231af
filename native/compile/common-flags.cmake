# Read by every project() of the tree, patched or stock, so that both compile with the same flags.
include_directories(${ANCHOR_KERNELS_DIR}/include ${ANCHOR_GLUE_DIR})

# Two of this machine's possible instruction sets give wrong results; docs/decisions/0004-no-amx-no-half-arithmetic.md says how.
if(NOT MSVC)
    add_compile_options(-U__AMX_TILE__ -U__AMX_INT8__ -U__AMX_BF16__ -U__AVX512FP16__)
endif()
