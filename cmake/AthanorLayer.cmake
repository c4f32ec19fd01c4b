# athanor_add_layer(<name> [FOLDER <folder>] [PUBLIC <targets>...] [PRIVATE <targets>...])
#
# One static library a layer, athanor_<name>, from all .cpp files below FOLDER (default: src/<name>). A layer sees
# only what it names here, so that an arrow in the wrong direction does not link (athanor_check_layer_links). The
# library that users link is made of these layers, see AthanorLibrary.cmake; each is listed in the global property
# ATHANOR_LAYERS, and what it links from outside in ATHANOR_OUTSIDE_PUBLIC and ATHANOR_OUTSIDE_PRIVATE.
function(athanor_add_layer name)
    cmake_parse_arguments(PARSE_ARGV 1 layer "" "FOLDER" "PUBLIC;PRIVATE")
    if(NOT layer_FOLDER)
        set(layer_FOLDER "src/${name}")
    endif()
    set(target "athanor_${name}")
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${layer_FOLDER}/*.cpp")
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/include" PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(${target} PUBLIC ${layer_PUBLIC} PRIVATE ${layer_PRIVATE})
    athanor_library_code(${target})
    set_property(GLOBAL APPEND PROPERTY ATHANOR_LAYERS ${target})
    foreach(kind IN ITEMS PUBLIC PRIVATE)
        set(outside ${layer_${kind}})
        list(FILTER outside EXCLUDE REGEX "^athanor_")
        set_property(GLOBAL APPEND PROPERTY ATHANOR_OUTSIDE_${kind} ${outside})
    endforeach()
endfunction()

# How all code of the library is compiled: the same objects go into the static and into the shared library. Only what
# public headers declare is visible outside, since they switch the visibility to default.
function(athanor_library_code target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    # The sanitizers' build has GCC's warnings already. Without them the objects are those that a project around us
    # gets, so that tests/package finds them in ccache.
    if(NOT (ATHANOR_API_CHECKS AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"))
        target_link_libraries(${target} PRIVATE athanor_warnings)
    endif()
    set_target_properties(${target} PROPERTIES
        POSITION_INDEPENDENT_CODE ON
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON)
    # Clang takes for granted that nobody replaces a function of the library; GCC must be told, or it cannot inline.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-semantic-interposition>)
endfunction()

# One program a layer, of all its objects and what it may link, none left out: an arrow the wrong way does not link.
function(athanor_check_layer_links)
    get_property(layers GLOBAL PROPERTY ATHANOR_LAYERS)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/nothing.cpp" CONTENT "int main() {}\n")
    foreach(layer IN LISTS layers)
        get_target_property(links ${layer} LINK_LIBRARIES)
        add_executable(${layer}_alone "${PROJECT_BINARY_DIR}/generated/nothing.cpp" $<TARGET_OBJECTS:${layer}>)
        target_link_libraries(${layer}_alone PRIVATE ${links})
    endforeach()
endfunction()
