#!/usr/bin/env bash
# PgBouncer in transaction mode before a server that runs already: pgbouncer.sh USER PASSWORD PORT. It takes that user
# without a password, for every database, with two connections to the server for each. Prints its own port when it is
# ready; ends with its input.
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"
. "$root/scripts/postgres_server.sh"

[ $# = 3 ] || die "usage: pgbouncer.sh USER PASSWORD PORT"
PATH=$PATH:/usr/sbin  # where Debian puts it, out of the way of those who are not root
command -v pgbouncer >/dev/null || die "PgBouncer is not installed: scripts/test installs it."

pg_folder=$(mktemp -d /tmp/athanor-pgbouncer.XXXXXX)
bouncer=""
end() {
    [ -z "$bouncer" ] || kill "$bouncer" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$pg_folder"
}
trap end EXIT

port=""
for attempt in 1 2 3 4 5; do
    port=$(random_port)
    is_free "$port" && break
done
printf '"%s" "%s"\n' "$1" "$2" >"$pg_folder/users"
cat >"$pg_folder/pgbouncer.ini" <<INI
[databases]
* = host=127.0.0.1 port=$3
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = $port
unix_socket_dir =
auth_type = trust
auth_file = $pg_folder/users
pool_mode = transaction
default_pool_size = 2
max_client_conn = 200
INI
[ "$(id -u)" != 0 ] || chown -R "$(server_user)" "$pg_folder"

unprivileged pgbouncer -q "$pg_folder/pgbouncer.ini" </dev/null >"$pg_folder/log" 2>&1 &
bouncer=$!
for attempt in $(seq 100); do
    is_free "$port" || break
    kill -0 "$bouncer" 2>/dev/null || break
    sleep 0.05
done
if is_free "$port"; then
    cat "$pg_folder/log" >&2
    die "PgBouncer did not start, see above."
fi
printf '%s\n' "$port"
cat >/dev/null
