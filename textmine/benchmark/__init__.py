"""The machine against the coders: is a system as good as one more coder, and how sure is that."""

from typing import TYPE_CHECKING

from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.benchmark.results import AcrossCorpora, BenchmarkResult, SystemResult
    from textmine.benchmark.running import BenchmarkRequest, run_benchmark
    from textmine.benchmark.system_pairs import rank_across
else:
    __getattr__, __all__ = lazily(__name__)
