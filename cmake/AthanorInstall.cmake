# cmake --install: headers, the library, what find_package(Athanor) and pkg-config need.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(athanor_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/Athanor")
set(athanor_generated "${PROJECT_BINARY_DIR}/generated")

install(TARGETS athanor athanor_testing EXPORT AthanorTargets
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
    INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
if(TARGET athanor_neon)
    install(TARGETS athanor_neon EXPORT AthanorNeonTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    install(EXPORT AthanorNeonTargets NAMESPACE Athanor:: DESTINATION "${athanor_package_folder}")
endif()
if(TARGET athanor_mcp)
    install(TARGETS athanor_mcp EXPORT AthanorMcpTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    install(EXPORT AthanorMcpTargets NAMESPACE Athanor:: DESTINATION "${athanor_package_folder}")
endif()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/athanor" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILES_MATCHING PATTERN "*.hpp")
install(EXPORT AthanorTargets NAMESPACE Athanor:: DESTINATION "${athanor_package_folder}")

# Whoever links the shared library needs {fmt} for the headers; what is inside the library is linked already.
get_property(dialect_packages GLOBAL PROPERTY ATHANOR_DIALECT_PACKAGES)
get_property(dialect_link_names GLOBAL PROPERTY ATHANOR_DIALECT_LINK_NAMES)
list(TRANSFORM dialect_link_names PREPEND "-l")
list(JOIN dialect_link_names " " dialect_link_flags)
set(inside "-lspdlog ${dialect_link_flags} -pthread")
set(athanor_packages Threads)  # of Athanor::testing
set(athanor_pc_links "")
set(athanor_pc_private_links "${inside}")
get_target_property(type athanor TYPE)
if(type STREQUAL "STATIC_LIBRARY")
    set(athanor_packages Threads spdlog ${dialect_packages})
    # There is a static library only, so that a plain `pkg-config --libs` must name everything too. Not as Requires:
    # with --static, libpq.pc asks for libraries that Debian does not install beside it.
    set(athanor_pc_links " ${inside}")
    set(athanor_pc_private_links "")
endif()

configure_package_config_file(cmake/AthanorConfig.cmake.in "${athanor_generated}/AthanorConfig.cmake"
    INSTALL_DESTINATION "${athanor_package_folder}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${athanor_generated}/AthanorConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${athanor_generated}/AthanorConfig.cmake" "${athanor_generated}/AthanorConfigVersion.cmake"
    DESTINATION "${athanor_package_folder}")

# The prefix is the folder that the file lies in, so that an installation may be moved or made with --prefix.
file(RELATIVE_PATH athanor_pc_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" athanor_pc_prefix "${athanor_pc_prefix}")
configure_file(cmake/athanor.pc.in "${athanor_generated}/athanor.pc" @ONLY)
install(FILES "${athanor_generated}/athanor.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
