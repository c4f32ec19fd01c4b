# athanor_boost_headers(<variable>)
#
# Sets the variable to a folder with the headers of Boost 1.81 or newer: the machine's own, or those of Debian's package
# libboost1.81-dev, which is downloaded and unpacked into the build folder. It is not installed, since it takes
# the place of Boost 1.74 where that stands. Only headers are needed, nothing of Boost is linked.
#
# ATHANOR_BOOST_INCLUDE_DIR names another folder to take them from.
set(ATHANOR_BOOST_INCLUDE_DIR "" CACHE PATH "The folder above boost/version.hpp, 1.81 or newer; empty: found or unpacked")

function(athanor_boost_headers variable)
    if(ATHANOR_BOOST_INCLUDE_DIR)
        athanor_boost_version("${ATHANOR_BOOST_INCLUDE_DIR}" version)
        if(version LESS 108100)
            message(FATAL_ERROR "ATHANOR_BOOST_INCLUDE_DIR is ${ATHANOR_BOOST_INCLUDE_DIR}, but boost/version.hpp there is "
                "missing or older than 1.81.")
        endif()
        set(${variable} "${ATHANOR_BOOST_INCLUDE_DIR}" PARENT_SCOPE)
        return()
    endif()

    find_path(ATHANOR_BOOST_FOUND_DIR boost/version.hpp)
    mark_as_advanced(ATHANOR_BOOST_FOUND_DIR)
    if(ATHANOR_BOOST_FOUND_DIR)
        athanor_boost_version("${ATHANOR_BOOST_FOUND_DIR}" version)
        if(NOT version LESS 108100)
            set(${variable} "${ATHANOR_BOOST_FOUND_DIR}" PARENT_SCOPE)
            return()
        endif()
    endif()

    # One copy for all presets, whose folders lie side by side.
    set(folder "${PROJECT_BINARY_DIR}/boost-1.81")
    get_filename_component(parent "${PROJECT_BINARY_DIR}" DIRECTORY)
    if(PROJECT_IS_TOP_LEVEL AND parent STREQUAL "${PROJECT_SOURCE_DIR}/build")
        set(folder "${parent}/boost-1.81")
    endif()
    athanor_unpack_boost("${folder}")
    set(${variable} "${folder}/usr/include" PARENT_SCOPE)
endfunction()

# As Boost counts: 108100 is 1.81.0. 0 where there is none.
function(athanor_boost_version folder variable)
    set(${variable} 0 PARENT_SCOPE)
    if(EXISTS "${folder}/boost/version.hpp")
        file(STRINGS "${folder}/boost/version.hpp" line REGEX "^#define BOOST_VERSION [0-9]+")
        if(line MATCHES "([0-9]+)$")
            set(${variable} "${CMAKE_MATCH_1}" PARENT_SCOPE)
        endif()
    endif()
endfunction()

function(athanor_unpack_boost folder)
    file(MAKE_DIRECTORY "${folder}")
    file(LOCK "${folder}/lock" GUARD FUNCTION TIMEOUT 600)
    if(EXISTS "${folder}/complete")
        athanor_boost_version("${folder}/usr/include" version)
        if(NOT version LESS 108100)
            return()
        endif()
    endif()

    message(STATUS "Unpacking the headers of Boost 1.81 into ${folder}")
    file(REMOVE_RECURSE "${folder}/usr" "${folder}/complete")
    find_program(ATHANOR_APT_GET apt-get)
    find_program(ATHANOR_DPKG_DEB dpkg-deb)
    mark_as_advanced(ATHANOR_APT_GET ATHANOR_DPKG_DEB)
    set(said "there is no apt-get or no dpkg-deb here")
    if(ATHANOR_APT_GET AND ATHANOR_DPKG_DEB)
        # With the machine's package lists; if they are missing or old, with fresh ones of our own, which needs no root.
        set(own "${folder}/apt")
        foreach(options IN ITEMS "" "-oDir::State::lists=${own}/lists;-oDir::Cache=${own}/cache;-oDebug::NoLocking=1")
            file(GLOB old "${folder}/*.deb")
            if(old)
                file(REMOVE ${old})
            endif()
            set(result 0)
            if(options)
                file(MAKE_DIRECTORY "${own}/lists/partial" "${own}/cache/archives/partial")
                execute_process(COMMAND "${ATHANOR_APT_GET}" -q ${options} update
                    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said TIMEOUT 300)
            endif()
            if(result STREQUAL "0")
                # apt compares the file with the signed lists.
                execute_process(COMMAND "${ATHANOR_APT_GET}" -q ${options} -oAcquire::Retries=3 download libboost1.81-dev
                    WORKING_DIRECTORY "${folder}"
                    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said TIMEOUT 300)
            endif()
            file(GLOB package "${folder}/libboost1.81-dev_*.deb")
            if(result STREQUAL "0" AND package)
                execute_process(COMMAND "${ATHANOR_DPKG_DEB}" -x "${package}" "${folder}"
                    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
                if(result STREQUAL "0")
                    break()
                endif()
            endif()
        endforeach()
        file(REMOVE_RECURSE "${own}")
    endif()

    athanor_boost_version("${folder}/usr/include" version)
    if(version LESS 108100)
        file(REMOVE_RECURSE "${folder}/usr")
        message(FATAL_ERROR "Athanor::mcp needs the headers of Boost 1.81 or newer, and Debian's package could not be "
            "fetched:\n${said}\n"
            "Install libboost1.81-dev (Debian 12: apt-get install --no-remove libboost1.81-dev, which apt refuses where "
            "libboost1.74-dev stands), or unpack it somewhere (dpkg-deb -x) and set "
            "-DATHANOR_BOOST_INCLUDE_DIR=<folder>/usr/include, or leave the library out: -DATHANOR_BUILD_MCP=OFF.")
    endif()
    if(package)
        file(REMOVE ${package})
    endif()
    file(TOUCH "${folder}/complete")
endfunction()
