# athanor_add_dialects(<names>...)
#
# Builds src/dialects/<name> into athanor_<name> for each, and generates the one file that knows them all. It defines
# athanor::detail::register_builtin_dialects, which the engine declares and calls. So the engine needs the generated
# file, which needs the dialects, which need the engine: a cycle that CMake resolves among static libraries.
#
# What a dialect needs beyond the engine stands in src/dialects/<name>/dependencies.cmake; adding a dialect therefore
# changes no file outside its own folder. It finds its packages and sets
#   dialect_libraries   targets to link
#   dialect_packages    what a user of the static library must find_package again
#   dialect_link_names  the same as -l names, for pkg-config
function(athanor_add_dialects)
    set(declarations "")
    set(calls "")
    set(targets "")
    foreach(dialect IN LISTS ARGN)
        set(folder "src/dialects/${dialect}")
        if(NOT IS_DIRECTORY "${PROJECT_SOURCE_DIR}/${folder}")
            message(FATAL_ERROR "ATHANOR_DIALECTS names ${dialect}, but there is no folder ${folder}")
        endif()
        set(dialect_libraries "")
        set(dialect_packages "")
        set(dialect_link_names "")
        include("${PROJECT_SOURCE_DIR}/${folder}/dependencies.cmake" OPTIONAL)
        athanor_add_layer(${dialect} FOLDER ${folder} PUBLIC athanor_engine PRIVATE ${dialect_libraries})
        set_property(GLOBAL APPEND PROPERTY ATHANOR_DIALECT_PACKAGES ${dialect_packages})
        set_property(GLOBAL APPEND PROPERTY ATHANOR_DIALECT_LINK_NAMES ${dialect_link_names})
        list(APPEND targets athanor_${dialect})
        string(APPEND declarations "void register_${dialect}(DialectRegistry&);\n")
        string(APPEND calls "    dialects::register_${dialect}(registry);\n")
    endforeach()

    set(ATHANOR_DIALECT_DECLARATIONS "${declarations}")
    set(ATHANOR_DIALECT_CALLS "${calls}")
    set(generated "${PROJECT_BINARY_DIR}/generated/dialects.cpp")
    configure_file("${PROJECT_SOURCE_DIR}/cmake/dialects.cpp.in" "${generated}" @ONLY)
    add_library(athanor_dialect_list STATIC "${generated}")
    target_include_directories(athanor_dialect_list PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(athanor_dialect_list PUBLIC athanor_engine PRIVATE ${targets})
    athanor_library_code(athanor_dialect_list)
    set_property(GLOBAL APPEND PROPERTY ATHANOR_LAYERS athanor_dialect_list)
    target_link_libraries(athanor_engine PRIVATE athanor_dialect_list)
endfunction()
