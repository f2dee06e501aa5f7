#!/bin/sh
# browser.sh SHOAL - browser.mjs, and 77 with a sentence where there is no node to run it.
command -v node >/dev/null || { echo "skipped: there is no node; ./run test slow installs it"; exit 77; }
exec node "$(dirname "$0")/browser.mjs" "$1"
