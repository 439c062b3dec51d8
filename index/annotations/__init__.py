"""What an article says beside its words, worked out when it is indexed."""
