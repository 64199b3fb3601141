"""Settings: `dev` for the demo and development, `test` for the suite, `production`."""
