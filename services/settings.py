"""What the installation decides, for pages and services: the settings of the environment."""

from db.settings import Settings, settings

__all__ = ["Settings", "settings"]
