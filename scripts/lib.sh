# Shell functions shared by the scripts. Sourced, not run:
#   . "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# Sets `root` to the project's folder. Data goes to stdout, all that is said here to stderr.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The precompiled header of the tests; without these ccache would not keep what is compiled with it.
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}
# A clone in another folder finds what this one compiled.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-true}

# What the library and the Budget Tracker are built with, and what the tests need beyond that (Debian 12).
build_packages=(g++ cmake ninja-build ccache libfmt-dev libspdlog-dev libcli11-dev nlohmann-json3-dev
                libsqlite3-dev libpq-dev libcurl4-openssl-dev libssl-dev)
test_packages=(libgtest-dev libgmock-dev postgresql-15 clang-16 libclang-rt-16-dev clang-format-16 clang-tidy-16
               pkg-config openssl pgbouncer iproute2 zsh fish)

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Runs a command as root: directly, or through sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt_get() {
    # Whatever apt prints is progress, not data; it must ask nothing, and keep configuration files as they are.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Options::=--force-confold \
        -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@" >&2
}

# need_packages REASON PACKAGE... : installs what is missing; says what and why. Never removes a package.
need_packages() {
    local reason=$1 package missing=()
    shift
    if [ "${ATHANOR_SKIP_PACKAGES-}" = 1 ]; then
        return 0
    fi
    if ! command -v dpkg-query >/dev/null; then
        say "There is no apt here. $reason needs what Debian 12 calls:"
        say "  $*"
        die "Install them, then run this again with ATHANOR_SKIP_PACKAGES=1."
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return 0

    if ! command -v apt-get >/dev/null || { [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; }; then
        say "$reason needs packages that are missing, and there is no apt or no sudo to install them with."
        die "Install these, then run this again: ${missing[*]}"
    fi
    say "Installing what is missing for $reason: ${missing[*]}"
    if ! install_packages "${missing[@]}"; then
        die "apt could not install: ${missing[*]}. See its messages above; then run this again."
    fi
}

install_packages() (
    # --no-remove: if installing would take a package away, apt stops instead.
    install=(install -y --no-install-recommends --no-remove "$@")
    case " $* " in
        *" postgresql-15 "*) trap main_cluster_again EXIT; no_main_cluster ;;
    esac
    case " $* " in
        *" pgbouncer "*) trap 'main_cluster_again; services_again' EXIT; no_services ;;
    esac
    # A fresh machine has no package lists; a machine with old ones gets "not found" and needs new ones.
    if ! apt-get -s "${install[@]}" >/dev/null 2>&1 || ! apt_get "${install[@]}"; then
        apt_get update && apt_get "${install[@]}"
    fi
)

# Debian's server package creates and starts a cluster on port 5432 when it is installed. The tests bring their own, so
# that is switched off for the time of the installation only.
cluster_switch=/etc/postgresql-common/createcluster.d/athanor-tests.conf
no_main_cluster() {
    as_root mkdir -p "${cluster_switch%/*}"
    printf 'create_main_cluster = false\n' | as_root tee "$cluster_switch" >/dev/null
}
main_cluster_again() {
    as_root rm -f "$cluster_switch"
    as_root rmdir --ignore-fail-on-non-empty "${cluster_switch%/*}"
}

# PgBouncer's package starts it as a service. The tests bring their own; what the machine itself has decided about
# services stays.
service_switch=/usr/sbin/policy-rc.d
service_switched=""
no_services() {
    [ ! -e "$service_switch" ] || return 0
    service_switched=yes
    printf '#!/bin/sh\n[ "$1" != pgbouncer ] || exit 101\n' | as_root tee "$service_switch" >/dev/null
    as_root chmod 755 "$service_switch"
}
services_again() { [ -z "$service_switched" ] || as_root rm -f "$service_switch"; }

job_count() { nproc 2>/dev/null || echo 2; }

# configure PRESET [OPTION...] : once; after that ninja configures again by itself when a CMake file changes.
configure() {
    local preset=$1 folder="$root/build/$1"
    shift
    # Without the build file the last attempt failed half-way; with another source folder the tree was moved or copied.
    if [ ! -f "$folder/build.ninja" ] || ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        rm -rf "$folder"
        (cd "$root" && cmake --preset "$preset" "$@" >&2)
    fi
}

# run_ninja PRESET ARGUMENT... : with its progress on a terminal, with errors only elsewhere.
run_ninja() {
    local preset=$1 quiet=(--quiet)
    shift
    [ ! -t 2 ] || quiet=()
    ninja -C "$root/build/$preset" -j "$(job_count)" ${quiet[@]+"${quiet[@]}"} "$@" >&2
}
