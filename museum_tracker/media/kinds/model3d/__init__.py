"""3D models: scans and photogrammetry of objects."""

from museum_tracker.media.kinds.base import MediaKind
from museum_tracker.media.kinds.model3d.sniff import FORMATS, sniff_model

MODEL3D = MediaKind(
    name="model3d",
    formats=FORMATS,
    sniffers=(sniff_model,),
    converter="museum_tracker.media.kinds.model3d.convert",
)
