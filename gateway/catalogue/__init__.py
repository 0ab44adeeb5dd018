"""What the house says: flows, wording, languages and sound, read from prompts/ once."""

from gateway.catalogue.book import Catalogue, load
from gateway.catalogue.languages import BASE, Language

__all__ = ["BASE", "Catalogue", "Language", "load"]
