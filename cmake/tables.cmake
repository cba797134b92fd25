# Tables the program prints about itself: the module table (sunroom modules) and the index of law citations (sunroom rules).
include_guard(GLOBAL)

sunroom_write_module_table("${CMAKE_BINARY_DIR}/modules.txt")
file(GLOB_RECURSE SUNROOM_CITING CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/*.cpp" "${CMAKE_SOURCE_DIR}/src/*.h"
     "${CMAKE_SOURCE_DIR}/definitions/processes/*.json")
add_custom_command(OUTPUT "${CMAKE_BINARY_DIR}/tables.cpp"
  COMMAND ${NODE} tools/cite.mjs "${CMAKE_BINARY_DIR}/modules.txt" "${CMAKE_BINARY_DIR}/tables.cpp"
  WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" DEPENDS tools/cite.mjs ${SUNROOM_CITING} "${CMAKE_BINARY_DIR}/modules.txt"
  COMMENT "index of citations" VERBATIM)
target_sources(app PRIVATE "${CMAKE_BINARY_DIR}/tables.cpp")
