#!/bin/sh
# Write the two locks anew, each for all platforms and Python versions: run and development together, and what the
# extras add to that.
set -eu
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
python3 -m venv "$tool"
"$tool/bin/python" -m pip --disable-pip-version-check install --quiet uv
compile="$tool/bin/uv pip compile --quiet --universal --python-version 3.11 --custom-compile-command"
$compile "make lock" --group dev ${UPGRADE---upgrade} pyproject.toml -o requirements.lock
$compile "make lock" --group dev --group extras --all-extras --constraints requirements.lock ${UPGRADE---upgrade} \
    pyproject.toml -o requirements-extras.lock
