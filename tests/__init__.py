"""The suite. `make test` runs all of it; `python -m pytest tests/stores` a part."""
