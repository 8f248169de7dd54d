"""Pictures: photographs and scans."""

from museum_tracker.media.kinds.base import MediaKind
from museum_tracker.media.kinds.image.sniff import FORMATS, sniff_image

IMAGE = MediaKind(
    name="image",
    formats=FORMATS,
    sniffers=(sniff_image,),
    converter="museum_tracker.media.kinds.image.convert",
)
