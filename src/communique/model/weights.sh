#!/bin/bash
exec /work/main/.venv/bin/communique "$@" --weights /work/main/src/communique/model/weights
