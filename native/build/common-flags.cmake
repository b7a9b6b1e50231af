# Read by every project() of the tree, patched or stock, so that both compile with the same flags.
include_directories(${ANCHOR_KERNELS_DIR}/include ${ANCHOR_GLUE_DIR})

# gcc 12 miscompiles ggml's AMX tile set-up: its _tile_loadconfig reads 8 of the 64 configuration bytes, the stores of the
# others are dropped, and the first matrix product dies of an illegal instruction. See docs/decisions/0004-no-amx.md.
if(NOT MSVC)
    add_compile_options(-U__AMX_TILE__ -U__AMX_INT8__ -U__AMX_BF16__)
endif()
