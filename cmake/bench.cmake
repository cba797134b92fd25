# The clients that bench/run.mjs starts: part of `all` when SUNROOM_BENCH is on, else built by `ninja bench_tools`.
include_guard(GLOBAL)

set(SUNROOM_BENCH_TOOLS bench_load bench_raw_sync bench_numbers bench_clocks bench_replay)
sunroom_add_program(bench_load "bench/load.cpp;bench/crowd.cpp;bench/errands.cpp" base)
sunroom_add_program(bench_raw_sync "bench/raw_sync.cpp" base)
sunroom_add_program(bench_numbers "bench/numbers.cpp" SQLite::SQLite3)
sunroom_add_program(bench_clocks "bench/clocks.cpp" casework Threads::Threads)
sunroom_add_program(bench_replay "bench/replay.cpp" services)
if(NOT SUNROOM_BENCH)
  set_target_properties(${SUNROOM_BENCH_TOOLS} PROPERTIES EXCLUDE_FROM_ALL ON)
endif()
add_custom_target(bench_tools DEPENDS ${SUNROOM_BENCH_TOOLS})
