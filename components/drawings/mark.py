"""The museum's mark: a moon gate on a course of blocks, a leaf growing through it."""

from components.drawings.palette import BONE, PAPER, PIGMENTS

LEAF = "M32 44C22 36 22 23 32 12C42 23 42 36 32 44Z"
BLOCKS = "M9 50h21v7H9ZM34 50h21v7H34Z"


def mark_shape() -> str:
    """Drawn in a square of 64."""
    green = PIGMENTS["moss"]
    gate = f'<rect width="64" height="64" rx="13" fill="{green}"/><circle cx="32" cy="27" r="19" fill="{BONE}"/>'
    rib = f'<path d="M32 44V24" stroke="{BONE}" stroke-width="2.4" stroke-linecap="round"/>'
    return f'{gate}<path d="{LEAF}" fill="{green}"/>{rib}<path d="{BLOCKS}" fill="{PAPER}"/>'
