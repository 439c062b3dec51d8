"""The MCP face: language models ask the articles, verify their quotes, and read. Extra `mcp`."""

from bot.mcp.server import PATH, http_app, make_server, run_stdio

__all__ = ["PATH", "http_app", "make_server", "run_stdio"]
