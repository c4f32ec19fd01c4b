cmake_minimum_required(VERSION 3.25)

# Runs PROGRAM in the new, empty FOLDER; compares its output with the file EXPECTED where that exists.
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
