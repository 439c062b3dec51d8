"""Stage two: the short answer, and whether there is one."""
