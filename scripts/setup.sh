#!/bin/sh
# Make a virtual environment with the pinned dependencies and this project in it. Usage: setup.sh FOLDER
set -eu
venv=$1

if [ ! -x "$venv/bin/python" ]; then
    python=
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "newsspider needs Python 3.11 or newer; none was found (name one with PYTHON=...)" >&2
        exit 1
    fi
    echo "setting up $venv with $("$python" --version)"
    "$python" -m venv "$venv"
fi

# pip as found: the lock names every package, so nothing is resolved again
pip="$venv/bin/python -m pip --disable-pip-version-check"
$pip install --quiet --no-deps -r requirements.lock
$pip install --quiet --no-deps --no-build-isolation -e .
