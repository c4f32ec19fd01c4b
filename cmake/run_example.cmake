cmake_minimum_required(VERSION 3.25)

# Runs PROGRAM in the new, empty FOLDER; compares its output with the file EXPECTED where that exists. With AGAIN it runs
# a second time on what the first left behind, and must not fail.
file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}")
execute_process(COMMAND "${PROGRAM}" WORKING_DIRECTORY "${FOLDER}"
    OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE result)
message("${output}")
if(NOT result STREQUAL "0")
    message(FATAL_ERROR "${PROGRAM} ended with ${result}:\n${errors}")
endif()
if(EXISTS "${EXPECTED}")
    file(READ "${EXPECTED}" expected)
    if(NOT output STREQUAL expected)
        message(FATAL_ERROR "The output differs from ${EXPECTED}, which is:\n${expected}")
    endif()
endif()
if(AGAIN)
    execute_process(COMMAND "${PROGRAM}" WORKING_DIRECTORY "${FOLDER}"
        OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE result)
    if(NOT result STREQUAL "0")
        message(FATAL_ERROR "${PROGRAM} ended with ${result} when it ran again:\n${output}\n${errors}")
    endif()
endif()
