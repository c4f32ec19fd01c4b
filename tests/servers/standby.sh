#!/usr/bin/env bash
# A PostgreSQL server with a streaming standby that resolves conflicts at once. Prints "URL PORT" when both are ready:
# the URL of the first server and the port of the standby, which has the same users and databases. Then reads commands
# and answers each with one line; ends with its input.
#   wait       until the standby has what the first server has
#   stop       stops the first server, so that its connections see the end
#   promote    makes the standby a server of its own
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"
. "$root/scripts/postgres_server.sh"

standby_port=""
end() {
    if [ -n "$standby_port" ]; then
        unprivileged "$pg_bin/pg_ctl" stop --pgdata="$pg_folder/standby" --mode=immediate --silent >&2 || true
    fi
    stop_server
}
trap end EXIT

server() { unprivileged "$pg_bin/pg_ctl" "$@" --silent >&2; }
ask() { unprivileged "$pg_psql" -X -At -h "$pg_folder" -p "$1" -U athanor_owner -d postgres -c "$2"; }

wait_for_standby() {
    local position caught_up attempt
    position=$(ask "$pg_port" "SELECT pg_current_wal_lsn()")
    for attempt in $(seq 200); do
        caught_up=$(ask "$standby_port" "SELECT pg_last_wal_replay_lsn() >= '$position'")
        [ "$caught_up" != t ] || return 0
        sleep 0.05
    done
    die "The standby does not follow."
}

start_server >&2
unprivileged "$pg_bin/pg_basebackup" -h "$pg_folder" -p "$pg_port" -U athanor_owner -D "$pg_folder/standby" \
    --write-recovery-conf --checkpoint=fast --no-sync >&2
for attempt in 1 2 3 4 5; do
    standby_port=$(random_port)
    is_free "$standby_port" || continue
    ! server start --pgdata="$pg_folder/standby" --log="$pg_folder/standby.log" --wait \
        --options="-p $standby_port -k $pg_folder -c listen_addresses=127.0.0.1 -c max_connections=100 -c fsync=off \
                   -c shared_buffers=32MB -c max_standby_streaming_delay=0" || break
done
wait_for_standby
printf '%s %s\n' "$pg_url" "$standby_port"

while read -r command; do
    case "$command" in
        wait) wait_for_standby ;;
        stop) server stop --pgdata="$pg_folder/data" --mode=fast --wait ;;
        promote) server promote --pgdata="$pg_folder/standby" --wait ;;
        *) die "Unknown command $command." ;;
    esac
    printf 'done\n'
done
