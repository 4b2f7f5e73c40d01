"""The first exhibits."""
