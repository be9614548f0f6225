#!/bin/sh
# Installs the Debian packages that some tests talk to. Without them those tests are skipped, and named.
set -u
packages="openssl python3-pymodbus python3-requests python3-serial python3-serial-asyncio mbpoll chromium wrk postgresql prometheus-node-exporter prometheus"

missing=""
for package in $packages; do
  dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
    missing="$missing $package"
done

if [ -z "$missing" ]; then
  echo "test peers: all installed"
elif ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "test peers: cannot install$missing (needs root and apt); their tests will be skipped"
elif apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
  echo "test peers: installed$missing"
else
  echo "test peers: could not install$missing; their tests will be skipped"
fi
