"""Questions: what is asked for, as typed and as meant, on their own and in a conversation."""
