# cmake -DCOMPILER=… -DSOURCE=… -DINCLUDE=… -P check_message.cmake
# A file of mistakes/ is compiled twice: with WRONG defined it must fail, and its first error line must hold every text
# that the file asks for with "// first error: …" ({name} stands for a name as the compiler spells a fixed_string);
# without it, it must compile without a word.
set(command "${COMPILER}" -std=c++20 -fsyntax-only -Wall -Wextra -Wno-missing-field-initializers "-I${INCLUDE}"
    "${SOURCE}")

execute_process(COMMAND ${command} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT status EQUAL 0 OR NOT output STREQUAL "")
    message(FATAL_ERROR "The right way does not compile without a word:\n${output}")
endif()

execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${command} -DWRONG
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(status EQUAL 0)
    message(FATAL_ERROR "The mistake compiles.")
endif()
string(REGEX MATCH "[^\n]* error: [^\n]*" first "${output}")
# GCC writes out namespaces that Clang leaves away; neither matters here.
string(REPLACE "athanor::" "" plain "${first}")
file(STRINGS "${SOURCE}" expectations REGEX "^// first error: ")
if(NOT expectations)
    message(FATAL_ERROR "${SOURCE} expects nothing.")
endif()
foreach(expectation IN LISTS expectations)
    string(REPLACE "// first error: " "" expectation "${expectation}")
    string(REGEX REPLACE "{([a-z_]+)}" "{\"\\1\"}" spelled "${expectation}")
    string(REGEX REPLACE "fixed_string<[0-9]+>{" "{" seen "${plain}")
    string(FIND "${seen}" "${spelled}" at)
    if(at EQUAL -1)
        message(FATAL_ERROR "The first error line does not say ${spelled}:\n${first}\n\nAll of it:\n${output}")
    endif()
endforeach()
