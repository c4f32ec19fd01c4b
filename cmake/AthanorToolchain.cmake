# Compiler settings of the whole build: warnings, sanitizers, ccache.

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES AND PROJECT_IS_TOP_LEVEL AND NOT ATHANOR_API_CHECKS)
    set(CMAKE_BUILD_TYPE Debug CACHE STRING "Debug or Release" FORCE)
endif()

if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(ATHANOR_CCACHE ccache)
    if(ATHANOR_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${ATHANOR_CCACHE}")
    endif()
endif()

# For the project's own sources only: never part of what a user's target inherits, nor of a build inside another project.
add_library(athanor_warnings_base INTERFACE)
add_library(athanor_warnings INTERFACE)
target_link_libraries(athanor_warnings INTERFACE athanor_warnings_base)
if(ATHANOR_WARNINGS)
    target_compile_options(athanor_warnings_base INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Werror
        $<$<CXX_COMPILER_ID:GNU>:-Wvolatile>
        # GCC 12 sees overlapping copies inside std::string (its bug 105651) at -O2, and uninitialised reads of the
        # inactive members of a std::variant (its bug 105562 and others).
        $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict;-Wno-maybe-uninitialized>)
    target_compile_options(athanor_warnings INTERFACE -Wconversion)
endif()

if(ATHANOR_SANITIZE)
    # The sanitizers' own code makes GCC lose track of what is initialised.
    target_compile_options(athanor_warnings_base INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    add_compile_options(-fsanitize=${ATHANOR_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${ATHANOR_SANITIZE})
    if(ATHANOR_SANITIZE MATCHES "address")
        # The address sanitizer's tables are full of addresses: 800,000 relocations each time the Budget Tracker starts,
        # which is a third of what starting costs.
        add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>)
    endif()
endif()
