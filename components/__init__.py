"""How the museum looks."""
