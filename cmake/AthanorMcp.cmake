# Athanor::mcp, a static library of its own: servers of the Model Context Protocol, needed by nobody who has no use for
# them. With find_package: find_package(Athanor COMPONENTS mcp).
function(athanor_add_mcp)
    find_package(nlohmann_json REQUIRED)
    find_package(OpenSSL REQUIRED COMPONENTS Crypto)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/mcp/*.cpp")
    # One file sees Boost, so that no other waits for it.
    athanor_boost_headers(boost)
    set_source_files_properties("${PROJECT_SOURCE_DIR}/src/mcp/http_listener.cpp"
        PROPERTIES COMPILE_OPTIONS "-isystem;${boost}")
    add_library(athanor_mcp STATIC ${sources})
    add_library(Athanor::mcp ALIAS athanor_mcp)
    target_include_directories(athanor_mcp PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(athanor_mcp PUBLIC athanor nlohmann_json::nlohmann_json
        # What only its own sources need is nothing that an installation could find again, except for linking.
        PRIVATE OpenSSL::Crypto Threads::Threads $<BUILD_INTERFACE:athanor_warnings>)
    set_target_properties(athanor_mcp PROPERTIES
        EXPORT_NAME mcp
        POSITION_INDEPENDENT_CODE ON
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON)
endfunction()
