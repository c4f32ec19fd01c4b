# athanor_add_library(<target> [STATIC])
#
# All layers and dialects in one library, static or (BUILD_SHARED_LIBS) shared. What users link, Athanor::athanor, is
# made so; and the static one that the tests need beside a shared one, since they call what that does not show.
function(athanor_add_library target)
    get_property(layers GLOBAL PROPERTY ATHANOR_LAYERS)
    get_property(outside_public GLOBAL PROPERTY ATHANOR_OUTSIDE_PUBLIC)
    get_property(outside_private GLOBAL PROPERTY ATHANOR_OUTSIDE_PRIVATE)
    list(REMOVE_DUPLICATES outside_public)
    list(REMOVE_DUPLICATES outside_private)

    set(objects "")
    foreach(layer IN LISTS layers)
        list(APPEND objects "$<TARGET_OBJECTS:${layer}>")
    endforeach()
    add_library(${target} ${ARGN} ${objects})
    target_compile_features(${target} PUBLIC cxx_std_20)
    target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>")
    # Models are written with designated initialisers that leave most members out, which -Wextra complains about.
    target_compile_options(${target} INTERFACE $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wno-missing-field-initializers>)
    target_link_libraries(${target} PUBLIC ${outside_public} PRIVATE ${outside_private})
    # Before 1.0 each minor version may change the binary interface.
    set_target_properties(${target} PROPERTIES
        LINKER_LANGUAGE CXX
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

    get_target_property(type ${target} TYPE)
    if(type STREQUAL "SHARED_LIBRARY" AND NOT APPLE)
        # Instantiations of std and fmt templates are visible by their own headers; the script keeps them inside.
        set(exports "${PROJECT_SOURCE_DIR}/cmake/athanor.exports")
        target_link_options(${target} PRIVATE "LINKER:--version-script=${exports}")
        set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${exports}")
        if(NOT ATHANOR_SANITIZE)
            target_link_options(${target} PRIVATE "LINKER:--no-undefined")
        endif()
    endif()
endfunction()
