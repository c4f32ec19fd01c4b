cmake_minimum_required(VERSION 3.25)

# Fails when a file includes what its layer must not know. Run with cmake -DROOT=<project> -P check_layers.cmake.
#
#   public headers     the standard library, {fmt}, public headers of their layer and of those below
#   src/<layer>        the same, its own private headers; spdlog in core only, no database's C API
#   src/dialects/<d>   public headers up to engine, its own private headers, those of sql and engine; its own C API
#   testing            public headers of core and its own: it is not part of the library
#   neon               public headers of core and its own, libcurl, nlohmann/json
#   mcp                public headers of all layers and its own, nlohmann/json (its public headers: declared only), openssl,
#                      boost
#   everything else    public headers only
#
# Also: every public header makes what it declares visible in the shared library.
set(layers core schema sql engine orm)
set(third_parties "spdlog/|CLI/|nlohmann/|curl/|openssl/|boost/|sqlite3\\.h|libpq")
set(mistakes "")

# check(<folder> PUBLIC <layers> [PRIVATE <folders>] [OUTSIDE <regular expression>] [HEADERS_FOR_USERS])
function(check folder)
    cmake_parse_arguments(PARSE_ARGV 1 may "HEADERS_FOR_USERS" "OUTSIDE" "PUBLIC;PRIVATE")
    file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/${folder}/*.hpp" "${ROOT}/${folder}/*.cpp")
    foreach(file IN LISTS files)
        file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#")
        foreach(line IN LISTS lines)
            set(why "")
            if(line MATCHES "include[ \t]*[<\"]athanor/([a-z]+)/")
                if(NOT "${CMAKE_MATCH_1}" IN_LIST may_PUBLIC)
                    set(why "a layer above")
                endif()
            elseif(line MATCHES "include[ \t]*[<\"](dialects/[a-z]+|core|schema|sql|engine|orm)/")
                if(NOT "${CMAKE_MATCH_1}" IN_LIST may_PRIVATE)
                    set(why "a private header of another part")
                endif()
            elseif(line MATCHES "include[ \t]*\"\\.\\./|include[ \t]*[<\"]src/")
                set(why "a path around the layers")
            elseif(line MATCHES "include[ \t]*[<\"]([^>\"]*[/.][^>\"]*)")
                set(header "${CMAKE_MATCH_1}")
                if(may_HEADERS_FOR_USERS AND NOT header MATCHES "^(athanor|fmt)/" AND NOT header MATCHES "^(${may_OUTSIDE})")
                    set(why "public headers: the standard library and {fmt} only")
                elseif(header MATCHES "^(${third_parties})" AND NOT header MATCHES "^(${may_OUTSIDE})")
                    set(why "another part's library")
                endif()
            endif()
            if(why)
                list(APPEND mistakes "${file}: ${line} (${why})")
            endif()
        endforeach()
        if(may_HEADERS_FOR_USERS)
            file(READ "${ROOT}/${file}" text)
            if(text MATCHES "\nnamespace athanor" AND NOT text MATCHES
                    "\n#pragma GCC visibility push\\(default\\)\n.*\nnamespace athanor.*\n#pragma GCC visibility pop\n$")
                list(APPEND mistakes "${file}: not between #pragma GCC visibility push(default) and pop")
            endif()
        endif()
    endforeach()
    set(mistakes "${mistakes}" PARENT_SCOPE)
endfunction()

set(below "")
foreach(layer IN LISTS layers)
    list(APPEND below ${layer})
    check(include/athanor/${layer} HEADERS_FOR_USERS PUBLIC ${below} OUTSIDE "nothing$")
    set(outside "nothing$")
    if(layer STREQUAL "core")
        set(outside "spdlog/")
    endif()
    check(src/${layer} PUBLIC ${below} PRIVATE ${layer} OUTSIDE "${outside}")
endforeach()

check(include/athanor/testing HEADERS_FOR_USERS PUBLIC core testing OUTSIDE "nothing$")
check(src/testing PUBLIC core testing PRIVATE testing OUTSIDE "nothing$")

file(GLOB dialects RELATIVE "${ROOT}/src/dialects" "${ROOT}/src/dialects/*")
foreach(dialect IN LISTS dialects)
    set(outside "nothing$")
    if(dialect STREQUAL "sqlite")
        set(outside "sqlite3\\.h$")
    elseif(dialect STREQUAL "postgresql")
        set(outside "libpq-fe\\.h$")
    endif()
    check(src/dialects/${dialect} PUBLIC core schema sql engine PRIVATE dialects/${dialect} sql engine
        OUTSIDE "${outside}")
endforeach()

# Beside the layers: a library of its own.
check(include/athanor/neon HEADERS_FOR_USERS PUBLIC core neon OUTSIDE "nothing$")
check(src/neon PUBLIC core neon PRIVATE neon OUTSIDE "curl/|nlohmann/")
check(include/athanor/mcp HEADERS_FOR_USERS PUBLIC ${layers} mcp OUTSIDE "nlohmann/json_fwd\\.hpp$")
check(src/mcp PUBLIC ${layers} mcp PRIVATE mcp OUTSIDE "nlohmann/|openssl/|boost/")

foreach(folder IN ITEMS apps bench examples docs/snippets tests/api tests/package)
    check(${folder} PUBLIC ${layers} neon mcp testing OUTSIDE ".*")
endforeach()

file(GLOB folders RELATIVE "${ROOT}" "${ROOT}/src/*" "${ROOT}/include/athanor/*")
foreach(folder IN LISTS folders)
    get_filename_component(name "${folder}" NAME)
    if(IS_DIRECTORY "${ROOT}/${folder}" AND NOT name IN_LIST layers AND NOT name MATCHES "^(dialects|mcp|neon|testing)$")
        list(APPEND mistakes "${folder}: no layer of this name in cmake/check_layers.cmake")
    endif()
endforeach()

if(mistakes)
    list(JOIN mistakes "\n  " mistakes)
    message(FATAL_ERROR "The layers are core <- schema <- sql <- engine <- orm <- apps. Against that:\n  ${mistakes}")
endif()
