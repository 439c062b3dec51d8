"""Stage one: sentences ranked by a linear model over named features."""
