"""The faces: each only formats what `index` answers."""
