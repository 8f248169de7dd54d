"""What the viewer pages, and only they, may do beyond the strict content policy."""

from __future__ import annotations

# model-viewer decodes textures through blobs and geometry in WebAssembly; both viewers write one style of their own,
# allowed by its hash (a new version of a viewer needs its new hash: tests open the viewers in a browser).
VIEWER_POLICY = {
    "script-src": "'self' 'wasm-unsafe-eval'",
    "connect-src": "'self' blob: data:",
    "img-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "style-src": "'self' 'sha256-PXtZZkJMMyc18o/DN1ZEFOJ2qEGq95IQbVaJFMOXOb0=' "
    "'sha256-9xTiqzfwFaL2SGb1rmr8gysEwVVjIvqWAgmZgqFqpEE='",
    "frame-ancestors": "'self'",
}
