"""The app's configuration."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "benchmarks.stock.app"
    label = "bench"
    default = True
