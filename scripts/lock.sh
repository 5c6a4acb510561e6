#!/bin/sh
# Write requirements.lock anew: one lock for all platforms and Python versions, run and development together.
set -eu
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool"
"$tool/bin/python" -m pip --disable-pip-version-check install --quiet uv
"$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 --group dev --upgrade pyproject.toml \
    -o requirements.lock --custom-compile-command "make lock"
