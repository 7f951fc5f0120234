# Sourced by scripts/start and scripts/test: installs what is missing and says what. Works in $root, the checkout.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        say "Not root, and sudo is not installed. Please run as root: $*"
        exit 1
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The first of the names that this release of Debian knows, or that is installed already.
first_known() {
    local name
    for name in "$@"; do
        if is_installed "$name" || apt-cache show "$name" >/dev/null 2>&1; then
            printf '%s' "$name"
            return
        fi
    done
    printf '%s' "$1"
}

# install_packages NAME…: by apt, only what is missing. "a|b" stands for whichever of the two the release has.
install_packages() {
    local wanted name missing=()
    if ! have apt-get || ! have dpkg-query; then
        say_missing_programs "$@"
        return
    fi
    for wanted in "$@"; do
        local installed=no
        for name in ${wanted//|/ }; do
            if is_installed "$name"; then installed=yes; fi
        done
        if [ "$installed" = no ]; then missing+=("$wanted"); fi
    done
    if [ "${#missing[@]}" -eq 0 ]; then return; fi
    say "Installing with apt: ${missing[*]}"
    as_root apt-get update -qq
    local chosen=()
    for wanted in "${missing[@]}"; do
        # shellcheck disable=SC2086
        chosen+=("$(first_known ${wanted//|/ })")
    done
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${chosen[@]}" >&2
}

# Not Debian: say which programs are missing; `posteingang doctor` says the rest.
say_missing_programs() {
    local program
    for program in tesseract redis-server; do
        if ! have "$program"; then say "Missing: $program. Please install it with your system's package manager."; fi
    done
    say "This is not Debian, so nothing was installed; on Debian these packages are needed: $*"
}

# The first Python that is new enough.
find_python() {
    local python
    for python in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        if have "$python" && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$python"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found."
    exit 1
}

# make_environment LOCK: .venv in the checkout holds exactly what the lock names, and our own packages.
make_environment() {
    local lock=$1 pip stamp python now
    stamp=$root/.venv/installed-$lock
    now=$(cat "$root/$lock" "$root/pyproject.toml" | sha256sum)
    if ! "$root/.venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$(find_python)
        say "Making the virtual environment .venv with $("$python" --version)"
        rm -rf "$root/.venv"
        "$python" -m venv "$root/.venv"
    fi
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then return; fi
    say "Installing the Python packages of $lock into .venv (the first time this takes a minute or two)"
    pip=("$root/.venv/bin/python" -m pip --disable-pip-version-check install --quiet)
    "${pip[@]}" --require-hashes -r "$root/$lock"
    "${pip[@]}" --no-deps --no-build-isolation -e "$root"
    printf '%s\n' "$now" >"$stamp"
}

packages=(
    tesseract-ocr tesseract-ocr-deu tesseract-ocr-eng tesseract-ocr-osd
    redis-server python3-venv
    fonts-liberation fonts-dejavu-core fonts-crosextra-carlito
)

test_packages=(
    "${packages[@]}"
    postgresql chromium maven "openjdk-17-jdk-headless|openjdk-21-jdk-headless" poppler-utils qpdf
    libreoffice-writer-nogui
)
