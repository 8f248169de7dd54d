"""What the catalogue keeps: object records, their numbers and measures, and the search rows."""

from museum_tracker.catalogue.models.artifact import Artifact, ArtifactMaterial, Dimension
from museum_tracker.catalogue.models.numbers import ArtifactNumber, NumberSeries
from museum_tracker.catalogue.models.search import ArtifactSearch

__all__ = ["Artifact", "ArtifactMaterial", "ArtifactNumber", "ArtifactSearch", "Dimension", "NumberSeries"]
