# Athanor::testing: the fault proxy, for the tests of programs that use the library. Not part of the library, static
# always.
file(GLOB_RECURSE testing_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/testing/*.cpp")
add_library(athanor_testing STATIC ${testing_sources})
add_library(Athanor::testing ALIAS athanor_testing)
target_compile_features(athanor_testing PUBLIC cxx_std_20)
target_include_directories(athanor_testing
    PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>" PRIVATE "${PROJECT_SOURCE_DIR}/src")
target_link_libraries(athanor_testing PRIVATE Threads::Threads $<BUILD_INTERFACE:athanor_warnings> PUBLIC fmt::fmt)
if(BUILD_SHARED_LIBS AND ATHANOR_BUILD_TESTS)
    # The tests bring the library in its static form.
    target_link_libraries(athanor_testing PUBLIC $<INSTALL_INTERFACE:Athanor::athanor>)
else()
    target_link_libraries(athanor_testing PUBLIC athanor)
endif()
set_target_properties(athanor_testing PROPERTIES POSITION_INDEPENDENT_CODE ON EXPORT_NAME testing)
if(NOT ATHANOR_INSTALL AND NOT ATHANOR_BUILD_TESTS)
    set_target_properties(athanor_testing PROPERTIES EXCLUDE_FROM_ALL ON)
endif()
