# The files the program carries inside itself: web/ (pages, texts, assets), definitions/, counties/ and the duties of docs/law. tools/embed.cpp
# packs them into one assembler object; assets get hashed names and are compressed beforehand. `sunroom_files` holds the result.
include_guard(GLOBAL)

find_package(PkgConfig REQUIRED)
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc)
if(NOT EXISTS "${CMAKE_SOURCE_DIR}/tools/embed.cpp")
  add_library(sunroom_files INTERFACE)
  return()
endif()
add_executable(sunroom_embed tools/embed.cpp)
target_compile_features(sunroom_embed PRIVATE cxx_std_20)
target_compile_options(sunroom_embed PRIVATE -O2)
target_link_libraries(sunroom_embed PRIVATE PkgConfig::brotli PkgConfig::deflate OpenSSL::Crypto)

file(GLOB_RECURSE SUNROOM_CARRIED CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}"
     "web/*" "definitions/*" "counties/*" "migrations/*.sql" "src/*_tables.sql" "docs/law/duties.json")
set(SUNROOM_SPRITE "${CMAKE_BINARY_DIR}/icons.svg")
find_program(NODE node REQUIRED)
add_custom_command(OUTPUT "${SUNROOM_SPRITE}"
  COMMAND ${NODE} tools/icons.mjs web/assets/icons.txt "${SUNROOM_SPRITE}"
  WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" DEPENDS web/assets/icons.txt tools/icons.mjs
  COMMENT "icon sprite from @tabler/icons" VERBATIM)
list(TRANSFORM SUNROOM_CARRIED PREPEND "${CMAKE_SOURCE_DIR}/" OUTPUT_VARIABLE SUNROOM_CARRIED_PATHS)
list(JOIN SUNROOM_CARRIED_PATHS "\n" SUNROOM_CARRIED_LINES)
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/carried.txt" CONTENT "@SUNROOM_CARRIED_LINES@\n" @ONLY)
add_custom_command(OUTPUT "${CMAKE_BINARY_DIR}/files.cpp" "${CMAKE_BINARY_DIR}/files.bin"
  COMMAND sunroom_embed "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/carried.txt" "${SUNROOM_SPRITE}" "${CMAKE_BINARY_DIR}/files"
  DEPENDS sunroom_embed ${SUNROOM_CARRIED_PATHS} "${SUNROOM_SPRITE}" "${CMAKE_BINARY_DIR}/carried.txt"
  COMMENT "carried files" VERBATIM)
add_library(sunroom_files STATIC "${CMAKE_BINARY_DIR}/files.cpp")
target_compile_features(sunroom_files PRIVATE cxx_std_20)
target_include_directories(sunroom_files PRIVATE "${CMAKE_SOURCE_DIR}/src")
