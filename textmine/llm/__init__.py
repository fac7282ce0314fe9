"""A language model on a server of one's own, as one more coder: asked, checked, recorded."""

from typing import TYPE_CHECKING

from textmine.lazily import lazily

if TYPE_CHECKING:
    from textmine.llm.asking import How
    from textmine.llm.prompt import Prompt
    from textmine.llm.request import LlmRequest
    from textmine.llm.run import LlmRun, run_llm
    from textmine.llm.server import server_at
else:
    __getattr__, __all__ = lazily(__name__)
