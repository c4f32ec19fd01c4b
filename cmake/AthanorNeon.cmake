# Athanor::neon, a static library of its own, so that whoever does not call Neon's API needs no libcurl. With
# find_package: find_package(Athanor COMPONENTS neon).
function(athanor_add_neon)
    find_package(CURL REQUIRED)
    find_package(nlohmann_json REQUIRED)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/neon/*.cpp")
    add_library(athanor_neon STATIC ${sources})
    add_library(Athanor::neon ALIAS athanor_neon)
    target_include_directories(athanor_neon PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(athanor_neon PUBLIC athanor
        # What only its own sources need is nothing that an installation could find again.
        PRIVATE CURL::libcurl $<BUILD_INTERFACE:nlohmann_json::nlohmann_json> $<BUILD_INTERFACE:athanor_warnings>)
    set_target_properties(athanor_neon PROPERTIES
        EXPORT_NAME neon
        POSITION_INDEPENDENT_CODE ON
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON)
endfunction()
