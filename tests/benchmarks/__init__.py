"""What the library costs, measured beside its peers; ``python tests/benchmarks/run.py``."""
