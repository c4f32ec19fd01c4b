# athanor_add_library()
#
# Athanor::athanor, what users link: all layers and dialects in one library, static or (BUILD_SHARED_LIBS) shared.
function(athanor_add_library)
    get_property(layers GLOBAL PROPERTY ATHANOR_LAYERS)
    get_property(outside_public GLOBAL PROPERTY ATHANOR_OUTSIDE_PUBLIC)
    get_property(outside_private GLOBAL PROPERTY ATHANOR_OUTSIDE_PRIVATE)
    list(REMOVE_DUPLICATES outside_public)
    list(REMOVE_DUPLICATES outside_private)

    set(objects "")
    foreach(layer IN LISTS layers)
        list(APPEND objects "$<TARGET_OBJECTS:${layer}>")
    endforeach()
    add_library(athanor ${objects})
    add_library(Athanor::athanor ALIAS athanor)
    target_compile_features(athanor PUBLIC cxx_std_20)
    target_include_directories(athanor PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>")
    # Models are written with designated initialisers that leave most members out, which -Wextra complains about.
    target_compile_options(athanor INTERFACE $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wno-missing-field-initializers>)
    target_link_libraries(athanor PUBLIC ${outside_public} PRIVATE ${outside_private})
    # Before 1.0 each minor version may change the binary interface.
    set_target_properties(athanor PROPERTIES
        LINKER_LANGUAGE CXX
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

    get_target_property(type athanor TYPE)
    if(type STREQUAL "SHARED_LIBRARY" AND NOT APPLE)
        # Instantiations of std and fmt templates are visible by their own headers; the script keeps them inside.
        set(exports "${PROJECT_SOURCE_DIR}/cmake/athanor.exports")
        target_link_options(athanor PRIVATE "LINKER:--version-script=${exports}")
        set_property(TARGET athanor APPEND PROPERTY LINK_DEPENDS "${exports}")
        if(NOT ATHANOR_SANITIZE)
            target_link_options(athanor PRIVATE "LINKER:--no-undefined")
        endif()
    endif()
endfunction()
