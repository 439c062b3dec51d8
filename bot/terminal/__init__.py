"""What a command prints: answers and verdicts as text, complaints, progress; and its files."""
