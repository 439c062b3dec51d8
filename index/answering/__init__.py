"""From a ranking to an answer with citations, or to a reason why there is none."""
