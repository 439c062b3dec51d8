"""What a text is made of, whatever it says: folding, tokens, word lists."""
