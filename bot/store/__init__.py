"""What is kept: conversations, votes, updates."""
