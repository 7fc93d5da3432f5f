"""Measurements: run a module of this package to reproduce the figures in docs/benchmarks.md."""
