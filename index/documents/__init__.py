"""Articles: read from files, cut into passages and sentences. Offsets are made here."""
