"""Who is meant by a pronoun, a role or a part of a name."""
