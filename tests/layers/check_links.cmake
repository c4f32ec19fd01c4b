# Run with cmake -DBUILD=<folder> -DRIGHT=<targets> -DWRONG=<target=function...> -P check_links.cmake: the programs of
# RIGHT link and run; those of WRONG compile, and do not link for want of just the function that each names.
cmake_minimum_required(VERSION 3.25)

function(build target)
    execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BUILD}" --target ${target}
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    set(result "${result}" PARENT_SCOPE)
    set(output "${output}" PARENT_SCOPE)
endfunction()

if(NOT RIGHT OR NOT WRONG)
    message(FATAL_ERROR "no programs to build")
endif()

foreach(target IN LISTS RIGHT)
    build(${target})
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${target} does not link:\n${output}")
    endif()
endforeach()

foreach(pair IN LISTS WRONG)
    string(REGEX MATCH "^([^=]+)=(.+)$" matched "${pair}")
    set(target "${CMAKE_MATCH_1}")
    set(function "${CMAKE_MATCH_2}")
    build(${target})
    if(result EQUAL 0)
        message(FATAL_ERROR "${target} links: a layer can call one above it")
    endif()
    # The mark of what returns a std::string is no part of its name.
    string(REPLACE "[abi:cxx11]" "" output "${output}")
    # GNU ld and gold say "undefined reference to", lld and mold "undefined symbol:".
    string(REGEX MATCHALL "undefined (reference|symbol)[^\n]*" missing "${output}")
    if(NOT missing)
        message(FATAL_ERROR "${target} fails, but not for want of ${function}:\n${output}")
    endif()
    foreach(line IN LISTS missing)
        string(FIND "${line}" "${function}(" position)
        if(position EQUAL -1)
            message(FATAL_ERROR "${target} lacks something besides ${function}:\n${output}")
        endif()
    endforeach()
endforeach()
