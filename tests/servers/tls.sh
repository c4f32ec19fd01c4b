#!/usr/bin/env bash
# A private PostgreSQL server that speaks TLS, for tests. Prints one line, "URL FOLDER", when it is ready; in FOLDER are
# ca.crt (who signed its certificate) and other.crt (somebody else). Then reads commands, each answered by one line:
#   use good|expired    the certificate that it shows from now on
#   restart             stops it, so that its connections see the end, and starts it again
# Ends with its input. Its certificates are for the host db.example.com only.
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"
. "$root/scripts/postgres_server.sh"

trap stop_server EXIT

new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$1" 2>/dev/null ||
            openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$1" >/dev/null 2>&1; }
new_authority() {
    new_key "$1.key"
    openssl req -x509 -new -key "$1.key" -out "$1.crt" -days 2 -subj "/CN=Test authority $1" >/dev/null 2>&1
}
new_certificate() {
    new_key "$1.key"
    openssl req -new -key "$1.key" -out "$1.csr" -subj "/CN=db.example.com" >/dev/null 2>&1
    openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days "$2" -out "$1.crt" \
        -extfile <(printf 'subjectAltName=DNS:db.example.com\n') >/dev/null 2>&1
}
show() {
    cp "$pg_folder/$1.crt" "$pg_folder/server.crt"
    install -m 600 "$pg_folder/$1.key" "$pg_folder/server.key"
    [ "$(id -u)" != 0 ] || chown "$(server_user)" "$pg_folder/server.crt" "$pg_folder/server.key"
}

start_server
(cd "$pg_folder" && new_authority ca && new_authority other && new_certificate good 2 && new_certificate expired 0)
show good
sed -i '1i hostssl all trusted 127.0.0.1/32 trust' "$pg_folder/data/pg_hba.conf"
unprivileged "$pg_psql" -X -q -h "$pg_folder" -p "$pg_port" -U athanor_owner -d postgres -v ON_ERROR_STOP=1 >&2 <<SQL
CREATE ROLE trusted LOGIN;
ALTER SYSTEM SET ssl_cert_file = '$pg_folder/server.crt';
ALTER SYSTEM SET ssl_key_file = '$pg_folder/server.key';
ALTER SYSTEM SET ssl = on;
SELECT pg_reload_conf() AS reloaded \gset
SQL
chmod 755 "$pg_folder" && chmod 644 "$pg_folder"/*.crt
sleep 0.3
printf '%s %s\n' "$pg_url" "$pg_folder"
while read -r command name; do
    case "$command" in
        use)
            show "$name"
            unprivileged "$pg_bin/pg_ctl" reload --pgdata="$pg_folder/data" --silent >&2
            sleep 0.3
            ;;
        restart)
            unprivileged "$pg_bin/pg_ctl" restart --pgdata="$pg_folder/data" --log="$pg_folder/server.log" \
                --mode=fast --wait --silent >&2
            ;;
        *) die "Unknown command $command." ;;
    esac
    printf 'done\n'
done
